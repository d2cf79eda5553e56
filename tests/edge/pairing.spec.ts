// Pairing (R6): another device is invited into kid mode, can do what it was invited for, and is taken back.
import { CALL_SANTA } from "../stack/address.ts";
import { expect, test } from "../stack/test.ts";
import { inDatabase, rows } from "./database.ts";
import { Browser, DAY, MINUTE, SECOND, cron, forward } from "./http.ts";
import { codeIn, mailTo, reportOf, withFault } from "./north_pole.ts";
import { ALMA, Parent } from "./parent.ts";
import { callFrom, end, invite, keyIn, pair, paired } from "./paired.ts";
import { textOf } from "./qr.ts";

const list = async (parent: Parent) => (await parent.browser.get("/api/pairings")).body;
const refusal = ({ status, code }: { status: number; code?: string }) => [status, code];
/** Six digits that are not these. */
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
/** Wrong codes of tests before count for ten minutes; this waits until none does. */
const forgetTries = () => forward(10 * MINUTE + SECOND);

/** A parent with two children. */
async function family() {
  const { parent, child: alma } = await Parent.withChild();
  const bo = (await parent.browser.post("/api/children", { ...ALMA, name: "Bo" })).body.id as string;
  return { parent, alma, bo };
}

test("R6: the QR code leads to the page with a key behind the #, and the six digits are for typing", async () => {
  const { parent } = await Parent.withChild();
  const invitation = await invite(parent);
  expect(invitation.status).toBe(201);
  expect(textOf(invitation.body)).toMatch(new RegExp(`^${CALL_SANTA}/par#[0-9a-f]{32}$`));
  expect(invitation.body).toMatchObject({ code: expect.stringMatching(/^\d{6}$/), page: new URL(CALL_SANTA).host + "/par", seconds: 300 });
});

test("R6: an invitation works once, by key or by code, and for one of two at the same moment", async () => {
  await forgetTries();
  const { parent } = await Parent.withChild();
  for (const secretOf of [keyIn, (answer: any) => answer.body.code]) {
    const invitation = await invite(parent);
    const answers = await Promise.all([1, 2, 3].map(() => pair(new Browser(), secretOf(invitation))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    // Nor does the other half of it work any more.
    expect(refusal(await pair(new Browser(), keyIn(invitation)))).toEqual([422, "wrong_code"]);
    expect(refusal(await pair(new Browser(), invitation.body.code))).toEqual([422, "wrong_code"]);
  }
  expect(await list(parent)).toHaveLength(2);
});

test("R6: an invitation is too old after five minutes, and another one takes its place", async () => {
  await forgetTries();
  const { parent } = await Parent.withChild();
  const late = await invite(parent);
  await forward(5 * MINUTE + SECOND);
  expect(refusal(await pair(new Browser(), keyIn(late)))).toEqual([422, "wrong_code"]);
  expect(refusal(await pair(new Browser(), late.body.code))).toEqual([422, "wrong_code"]);
  const former = await invite(parent);
  const present = await invite(parent);
  expect(refusal(await pair(new Browser(), keyIn(former)))).toEqual([422, "wrong_code"]);
  expect((await pair(new Browser(), ` ${present.body.code.slice(0, 3)} ${present.body.code.slice(3)} `)).status).toBe(200);
});

test("R6: five wrong codes close the typing for a network, twenty for everybody, and the QR code works on", async () => {
  await forgetTries();
  const { parent } = await Parent.withChild();
  const invitation = await invite(parent);
  const wrong = otherThan(invitation.body.code);
  const stranger = new Browser();
  // What can't be a code is a slip of the finger.
  for (const slip of ["", "12345", "1234567", "abcdef"]) expect((await pair(stranger, slip)).code).toBe("wrong_code");
  // At the same moment, too, no more than five are looked at.
  const first = await Promise.all(Array.from({ length: 8 }, () => pair(stranger, wrong)));
  expect(first.filter(({ code }) => code === "wrong_code")).toHaveLength(5);
  expect(refusal(await pair(stranger, invitation.body.code))).toEqual([429, "too_many_tries"]);
  // A right code from elsewhere still works and is not counted.
  expect((await pair(new Browser(), invitation.body.code)).status).toBe(200);
  for (let n = 5; n < 20; n++) expect((await pair(new Browser(), wrong)).code).toBe("wrong_code");
  const next = await invite(parent);
  expect(refusal(await pair(new Browser(), next.body.code))).toEqual([429, "too_many_tries"]);
  expect((await pair(new Browser(), keyIn(next))).status).toBe(200);
  await forgetTries();
  expect((await pair(new Browser(), (await invite(parent)).body.code)).status).toBe(200);
});

test("R6: neither code nor key nor network is stored, and what is too old goes by cron", async () => {
  await forgetTries();
  const { parent } = await Parent.withChild();
  const invitation = await invite(parent);
  const device = new Browser();
  await pair(device, otherThan(invitation.body.code));
  const stored = JSON.stringify([rows("SELECT * FROM pairing_invitations"), rows("SELECT * FROM pairing_tries")]);
  for (const secret of [invitation.body.code, keyIn(invitation), device.network]) expect(stored).not.toContain(`"${secret}"`);
  expect(stored).not.toContain(device.network);
  expect(rows("SELECT network_hash FROM pairing_tries").every((row) => /^[0-9a-f]{64}$/.test(row.network_hash))).toBe(true);
  await forgetTries();
  await cron();
  for (const table of ["pairing_invitations", "pairing_tries"]) expect(rows(`SELECT 1 FROM ${table}`)).toEqual([]);
});

test("R6: a paired device sees the children that it is for, and calls for no other", async () => {
  const { parent, alma, bo } = await family();
  const forAll = await paired(parent);
  expect((await forAll.get("/api/kid")).body.children.map(({ name }: any) => name)).toEqual(["Alma", "Bo"]);
  const device = await paired(parent, { child: bo, name: " Hos\n mormor " });
  const room = (await device.get("/api/kid")).body;
  expect(room).toEqual({
    children: [{ id: bo, name: "Bo", language: "da", grown_up_beside: false }], may_call: true, has_way_out: false, used_up: false,
  });
  expect(refusal(await device.post("/api/calls", { child: alma }))).toEqual([404, "not_found"]);
  const { call } = await callFrom(device, bo);
  expect((await end(device, call)).status).toBe(204);
  expect(await list(parent)).toMatchObject([{ name: "Hos mormor", child: bo, calls_left: null }, { name: "Tabletten", child: null }]);
});

test("R6: a paired device can't become a parent's, by PIN or otherwise", async () => {
  const { parent, alma } = await family();
  await parent.browser.post("/api/kid/enter", { pin: "0815" });
  await parent.browser.post("/api/kid/leave", { pin: "0815" });
  const device = await paired(parent);
  for (let n = 0; n < 8; n++) {
    expect(refusal(await device.post("/api/kid/leave", { pin: n === 7 ? "0815" : "0816" }))).toEqual([403, "forbidden"]);
  }
  // The parent's own tries were not touched by it.
  expect(rows("SELECT MAX(wrong_tries) AS most FROM grown_up_pins JOIN accounts ON accounts.id = account_id WHERE email = ?", parent.email)).toEqual([{ most: 0 }]);
  expect(() =>
    inDatabase((database) => database.exec("UPDATE sessions SET mode = 'parent' WHERE pairing_id IS NOT NULL")),
  ).toThrow("CHECK constraint failed");
  // Another session's call is none of its business.
  const { call } = await parent.call(alma);
  for (const deed of ["heartbeat", "legs", "grown-up", "end"]) {
    const body = { end: { reason: "hung_up" }, legs: {} }[deed];
    expect(refusal(await device.post(`/api/calls/${call}/${deed}`, body))).toEqual([404, "not_found"]);
  }
  expect((await parent.end(call)).status).toBe(200);
});

test("R6: calls are counted with the hold, given back where they cost nothing, and used up at last", async () => {
  const { parent, alma } = await family();
  const device = await paired(parent, { calls: 2 });
  const left = async () => (await list(parent))[0].calls_left;
  await withFault({ mint: "server_error" }, async () => {
    expect((await device.post("/api/calls", { child: alma })).status).toBe(503);
  });
  expect(await left()).toBe(2);
  const first = await callFrom(device, alma);
  expect(await left()).toBe(1);
  // A second call at the same time has no hold and is not counted.
  expect((await device.post("/api/calls", { child: alma })).code).toBe("call_in_progress");
  expect(await left()).toBe(1);
  await end(device, first.call);
  expect(await left()).toBe(1);
  const failed = await device.post("/api/calls", { child: alma });
  expect(await left()).toBe(0);
  await end(device, failed.body.call, "failed_to_connect");
  expect(await left()).toBe(1);
  const last = await callFrom(device, alma);
  await end(device, last.call);
  expect((await device.get("/api/kid")).body).toMatchObject({ may_call: false, used_up: true });
  const refused = await device.post("/api/calls", { child: alma });
  expect(refusal(refused)).toEqual([403, "grown_up_needed"]);
  expect(await parent.balance()).toBe(3);
});

test("R6: taking a device back ends its session and hangs up its call, and no other", async () => {
  const { parent, alma, bo } = await family();
  const tablet = await paired(parent, { name: "Tabletten" });
  const phone = await paired(parent, { name: "Mormors telefon" });
  const [ofPhone, ofTablet] = await list(parent);
  const { call, openaiCallId } = await callFrom(tablet, alma);
  expect((await parent.browser.delete(`/api/pairings/${ofPhone.id}`)).status).toBe(204);
  expect((await phone.get("/api/kid")).code).toBe("sign_in_needed");
  expect((await tablet.post(`/api/calls/${call}/heartbeat`)).status).toBe(204);
  expect((await reportOf(openaiCallId)).hangup_requests).toBe(0);

  expect((await parent.browser.delete(`/api/pairings/${ofTablet.id}`)).status).toBe(204);
  expect((await reportOf(openaiCallId)).hangup_requests).toBeGreaterThanOrEqual(1);
  expect(refusal(await tablet.post("/api/calls", { child: bo }))).toEqual([401, "sign_in_needed"]);
  expect(await parent.latestCall()).toMatchObject({ id: call, charged: 1, reason: "hung_up" });
  expect(await list(parent)).toEqual([]);
  expect((await parent.browser.delete(`/api/pairings/${ofTablet.id}`)).code).toBe("not_found");
});

test("R6: a device ends its own pairing, and a parent's tablet has none to end", async () => {
  const { parent, alma } = await family();
  const device = await paired(parent);
  const { openaiCallId } = await callFrom(device, alma);
  const token = device.cookies.get("session")!;
  expect((await device.post("/api/pair/leave")).status).toBe(204);
  expect(device.cookies.has("session")).toBe(false);
  device.cookies.set("session", token);
  expect((await device.get("/api/kid")).status).toBe(401);
  expect((await reportOf(openaiCallId)).hangup_requests).toBeGreaterThanOrEqual(1);
  expect(await list(parent)).toEqual([]);
  expect((await parent.browser.post("/api/pair/leave")).code).toBe("forbidden");
});

test("R26: pairing gives a new token and ends the session that the browser had", async () => {
  const { parent } = await Parent.withChild();
  const former = parent.browser.cookies.get("session")!;
  const invitation = await invite(parent);
  expect((await pair(parent.browser, keyIn(invitation))).status).toBe(200);
  const thief = new Browser();
  thief.cookies.set("session", former);
  expect((await thief.get("/api/overview")).status).toBe(401);
  expect(parent.browser.cookies.get("session")).toMatch(/^[0-9a-f]{64}$/);
  expect((await parent.browser.get("/api/overview")).code).toBe("forbidden");
  // A wrong code ends nothing.
  await forgetTries();
  expect((await pair(parent.browser, "000000")).code).toBe("wrong_code");
  expect((await parent.browser.get("/api/kid")).status).toBe(200);
});

test("R26: a paired device that is used stays past 90 days, one that is not ends after 90", async () => {
  const { parent } = await Parent.withChild();
  const used = await paired(parent, { name: "Brugt" });
  const idle = await paired(parent, { name: "Glemt" });
  const names = () =>
    rows("SELECT pairings.name FROM pairings JOIN accounts ON accounts.id = account_id WHERE email = ? ORDER BY 1", parent.email)
      .map(({ name }) => name);
  for (const days of [45, 44]) {
    await forward(days * DAY);
    const answer = await used.get("/api/kid");
    expect(answer.status).toBe(200);
    // The browser is told anew to keep the cookie for as long.
    expect(answer.headers.getSetCookie().join()).toContain(`session=${used.cookies.get("session")}; Path=/; Max-Age=7776000`);
  }
  await cron();
  expect(names()).toEqual(["Brugt", "Glemt"]);
  await forward(DAY + MINUTE);
  expect((await idle.get("/api/kid")).status).toBe(401);
  await forward(60 * DAY);
  expect((await used.get("/api/kid")).status).toBe(200);
  await cron();
  expect(names()).toEqual(["Brugt"]);
});

test("R26: signing out everywhere ends paired devices too, and hangs up", async () => {
  const { parent, alma } = await family();
  const device = await paired(parent);
  const { openaiCallId } = await callFrom(device, alma);
  expect((await parent.browser.delete("/api/sessions")).status).toBe(204);
  expect((await device.get("/api/kid")).status).toBe(401);
  expect((await reportOf(openaiCallId)).hangup_requests).toBeGreaterThanOrEqual(1);
  expect(rows("SELECT 1 FROM pairings JOIN accounts ON accounts.id = account_id WHERE email = ?", parent.email)).toEqual([]);
});

test("devices in kid mode are told apart in the list of sessions, and one is ended there", async () => {
  const { parent, alma } = await family();
  const device = await paired(parent, { name: "Hos far" });
  const handed = new Browser();
  await handed.post("/api/sign-in/code", { email: parent.email, language: "da" });
  for (const mail of await mailTo(parent.email)) await handed.post("/api/sign-in", { code: codeIn(mail) });
  expect((await handed.post("/api/kid/enter", { pin: "0815" })).status).toBe(200);
  const { sessions } = (await parent.browser.get("/api/account")).body;
  expect(sessions.map(({ mode, name, this_one }: any) => [mode, name, this_one]).sort()).toEqual([
    ["kid", null, false], ["kid", "Hos far", false], ["parent", null, true],
  ]);
  const { openaiCallId } = await callFrom(device, alma);
  const { id } = sessions.find(({ name }: any) => name === "Hos far");
  expect((await parent.browser.delete(`/api/sessions/${id}`)).status).toBe(204);
  expect(await list(parent)).toEqual([]);
  expect((await reportOf(openaiCallId)).hangup_requests).toBeGreaterThanOrEqual(1);
});

test("a deleted child takes its own devices along and leaves those of all children", async () => {
  const { parent, alma, bo } = await family();
  const ofBo = await paired(parent, { child: bo });
  const ofAll = await paired(parent);
  const waiting = await invite(parent, { child: bo });
  expect((await parent.browser.delete(`/api/children/${bo}`)).status).toBe(204);
  expect((await ofBo.get("/api/kid")).status).toBe(401);
  expect((await ofAll.get("/api/kid")).body.children.map(({ id }: any) => id)).toEqual([alma]);
  expect((await pair(new Browser(), keyIn(waiting))).code).toBe("wrong_code");
});

test("what an invitation may not say is refused", async () => {
  const { parent } = await Parent.withChild();
  const stranger = await Parent.withChild();
  for (const [body, expected] of [
    [{ name: " \u200b " }, [422, "invalid_device_name"]],
    [{ name: "å".repeat(41) }, [422, "invalid_device_name"]],
    [{ name: "Tabletten", calls: 0 }, [400, "malformed_request"]],
    [{ name: "Tabletten", calls: 51 }, [400, "malformed_request"]],
    [{ name: "Tabletten", child: stranger.child }, [404, "not_found"]],
    [{ name: "Tabletten", days: 3 }, [400, "malformed_request"]],
  ] as const) {
    expect(refusal(await parent.browser.post("/api/pairings", body))).toEqual(expected);
  }
  for (let n = 0; n < 10; n++) await paired(parent, { name: `Nummer ${n}` });
  expect(refusal(await invite(parent))).toEqual([409, "too_many_pairings"]);
});

test("P17: the copy holds the paired devices", async () => {
  const { parent, bo } = await family();
  await paired(parent, { name: "Hos mormor", child: bo, calls: 3 });
  const copy = (await parent.browser.get("/api/account/export")).body;
  expect(copy["paired devices"]).toMatchObject([{ name: "Hos mormor", for: "Bo", "calls left": 3 }]);
  expect(copy["signed-in browsers"].map((browser: any) => browser.for)).toEqual(["parent", "kid"]);
});
