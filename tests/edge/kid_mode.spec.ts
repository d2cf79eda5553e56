// Kid mode (R6): what a tablet that was handed over may do, and how the grown-up gets it back.
import { expect, test } from "../stack/test.ts";
import { inDatabase, rows } from "./database.ts";
import { Browser, forward, MINUTE, SECOND } from "./http.ts";
import { codeIn, mailTo } from "./north_pole.ts";
import { ALMA, CONSENT, Parent } from "./parent.ts";
import { paired } from "./paired.ts";
import { addPasskey, codeOut, confirmingCode, otherThan, passkeyProof } from "./proof.ts";
import { routes } from "./routes.ts";

const PIN = "0815";
const SOME_ID = "0123456789abcdef0123456789abcdef";
/** All that a handed-over tablet reaches. A route that is opened to kids has to be named here as well. */
const OPEN_TO_KIDS = [
  "LeavePairing", "StartCall", "CallConnected", "CallHeartbeat", "ReconnectCall", "CallGrownUp", "EndCall", "KidRoom",
  "LeaveKidModeCode", "LeaveKidModeChallenge", "LeaveKidMode",
];

const enter = (browser: Browser, pin?: string) => browser.post("/api/kid/enter", pin === undefined ? {} : { pin });
const leave = (browser: Browser, pin: string) => browser.post("/api/kid/leave", { pin });

/** Signs in anew by mail. Which of the mails is this browser's is not said in them, so all are tried. */
async function signInByMail(browser: Browser, email: string): Promise<void> {
  expect((await browser.post("/api/sign-in/code", { email, language: "da" })).status).toBe(202);
  const answers = [];
  for (const mail of await mailTo(email)) answers.push(await browser.post("/api/sign-in", { code: codeIn(mail) }));
  expect(answers.map(({ status }) => status)).toContain(200);
}

/** A parent whose tablet was just handed over. */
async function handedOver() {
  const { parent, child } = await Parent.withChild();
  expect((await enter(parent.browser, PIN)).status).toBe(200);
  return { parent, child, browser: parent.browser };
}

test("R6: a tablet in kid mode is refused at every endpoint of the table but the call and the way out", async () => {
  const { browser, child } = await handedOver();
  await sweep(browser, child);
});

test("R6: a paired device is refused at every endpoint of the table but the call and the way out", async () => {
  const { parent, child } = await Parent.withChild();
  const device = await paired(parent);
  const [{ id: pairing }] = (await parent.browser.get("/api/pairings")).body;
  await sweep(device, child);
  // Its own pairing is a parent's to end by this way.
  expect((await device.delete(`/api/pairings/${pairing}`)).code).toBe("forbidden");
  expect((await device.get("/api/kid")).status).toBe(200);
});

/** Asks for everything that only a parent may have. */
async function sweep(browser: Browser, child: string): Promise<void> {
  const signedIn = routes().filter(({ access }) => access === "Parent" || access === "Kid");
  expect(signedIn.filter(({ access }) => access === "Kid").map(({ name }) => name)).toEqual(OPEN_TO_KIDS);
  for (const { name, method, path } of signedIn) {
    if (OPEN_TO_KIDS.includes(name)) continue;
    for (const id of [child, SOME_ID]) {
      const body = method === "GET" ? undefined : {};
      const answer = await browser.ask(method, path.replace("{}", id), { body });
      expect([name, answer.status, answer.code]).toEqual([name, 403, "forbidden"]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  }
}

test("R6: a tablet in kid mode knows first names, and of the parent and of money nothing", async () => {
  const { parent, child } = await Parent.withChild(undefined, {
    ...ALMA,
    age: 5,
    wishes: ["en rød cykel"],
    behaviour_notes: "Har øvet sig i at dele",
    preferences: "Har en kat",
  });
  const room = { children: [{ id: child, name: "Alma", language: "da", grown_up_beside: true }], may_call: true, has_way_out: true, used_up: false };
  const entered = await enter(parent.browser, PIN);
  expect([entered.status, entered.body]).toEqual([200, room]);
  expect((await parent.browser.get("/api/kid")).body).toEqual(room);
});

test("R6: a child calls in kid mode, and no answer holds a figure of money", async () => {
  const { parent, child, browser } = await handedOver();
  const { call } = await parent.call(child);
  await forward(10 * SECOND);
  expect((await parent.heartbeat(call)).status).toBe(204);
  const ended = await parent.end(call);
  expect([ended.status, ended.body]).toEqual([204, undefined]);
  // Asked twice, it is told no more.
  expect((await parent.end(call)).body).toBeUndefined();
  const back = await leave(browser, PIN);
  expect(back.body.credits.balance).toBe(4);
});

test("R6: what only a parent may know stands behind one refusal", async () => {
  const { parent, child, browser } = await handedOver();
  inDatabase((database) =>
    database
      .prepare("UPDATE accounts SET call_minutes = 15 WHERE email = ?")
      .run(parent.email),
  );
  // All five credits are talked away.
  const { call } = await parent.call(child);
  for (let minute = 0; minute < 9; minute += 1) {
    await forward(30 * SECOND);
    await parent.heartbeat(call);
  }
  await parent.end(call);
  const refused = await parent.start(child);
  expect([refused.status, refused.code]).toEqual([403, "grown_up_needed"]);
  expect((await browser.get("/api/kid")).body.may_call).toBe(false);
});

test("R6: another account's child can't be called from a tablet in kid mode", async () => {
  const stranger = await Parent.withChild();
  const { parent } = await handedOver();
  const refused = await parent.start(stranger.child);
  expect([refused.status, refused.code]).toEqual([404, "not_found"]);
});

test("R26: entering and leaving kid mode each give a new token, and the old one is worth nothing", async () => {
  const { parent } = await Parent.withChild();
  const former = parent.browser.cookies.get("session")!;
  await enter(parent.browser, PIN);
  const handed = parent.browser.cookies.get("session")!;
  await leave(parent.browser, PIN);
  const taken = parent.browser.cookies.get("session")!;
  expect(new Set([former, handed, taken]).size).toBe(3);
  for (const [token, status] of [[former, 401], [handed, 401], [taken, 200]] as const) {
    const thief = new Browser();
    thief.cookies.set("session", token);
    expect((await thief.get("/api/overview")).status).toBe(status);
  }
});

test("the first time a PIN has to come along, and one that a child would guess is refused", async () => {
  const { parent } = await Parent.withChild();
  const needed = await enter(parent.browser);
  expect([needed.status, needed.code]).toEqual([409, "pin_needed"]);
  for (const unfit of ["123", "1234567", "12a4", "1234", "0000", "654321", ""]) {
    const refused = await enter(parent.browser, unfit);
    expect([unfit, refused.status, refused.code]).toEqual([unfit, 422, "unfit_pin"]);
  }
  // None of it handed the tablet over.
  expect((await parent.browser.get("/api/overview")).status).toBe(200);
  await enter(parent.browser, PIN);
  await leave(parent.browser, PIN);
  expect((await enter(parent.browser)).status).toBe(200);
});

test("the PIN is kept as a keyed hash only", async () => {
  const { parent } = await handedOver();
  const [kept] = rows(
    "SELECT grown_up_pins.* FROM grown_up_pins JOIN accounts ON accounts.id = account_id WHERE email = ?",
    parent.email,
  );
  expect(kept.pin_hash).toMatch(/^[0-9a-f]{64}$/);
  const other = await handedOver();
  const [same] = rows(
    "SELECT pin_hash FROM grown_up_pins JOIN accounts ON accounts.id = account_id WHERE email = ?",
    other.parent.email,
  );
  expect(same.pin_hash).not.toBe(kept.pin_hash);
});

test("R26: wrong PINs are limited with growing pauses, in which the right one is not looked at either", async () => {
  const { browser } = await handedOver();
  for (const wrong of ["0816", "0817", "0818"]) expect((await leave(browser, wrong)).code).toBe("wrong_pin");
  const paused = await leave(browser, PIN);
  expect([paused.status, paused.code]).toEqual([429, "too_many_tries"]);
  await forward(31 * SECOND);
  expect((await leave(browser, "0819")).code).toBe("wrong_pin");
  await forward(31 * SECOND);
  expect((await leave(browser, PIN)).code).toBe("too_many_tries");
  await forward(MINUTE);
  expect((await leave(browser, PIN)).status).toBe(200);
  // The right one forgets the wrong ones.
  await enter(browser);
  expect((await leave(browser, "0816")).code).toBe("wrong_pin");
  expect((await leave(browser, PIN)).status).toBe(200);
});

test("R26: of many PINs tried at once, not more are looked at than the limit allows", async () => {
  const { browser } = await handedOver();
  const token = browser.cookies.get("session")!;
  const guesses = ["0816", "0817", "0818", "0819", "0820", "0821", PIN];
  const answers = await Promise.all(
    guesses.map((pin) => {
      const twin = new Browser();
      twin.cookies.set("session", token);
      return leave(twin, pin);
    }),
  );
  const lookedAt = answers.filter(({ code }) => code !== "too_many_tries");
  expect(lookedAt.length).toBeLessThanOrEqual(3);
});

test("another account's PIN does not open this one's tablet", async () => {
  const { browser } = await handedOver();
  const stranger = await Parent.withChild();
  await enter(stranger.parent.browser, "4711");
  expect((await leave(browser, "4711")).code).toBe("wrong_pin");
});

test("a forgotten PIN: a code by mail opens a parent's session in place of the handed-over one", async () => {
  const { parent, browser } = await handedOver();
  const handed = browser.cookies.get("session")!;
  await signInByMail(browser, parent.email);
  expect((await browser.get("/api/overview")).status).toBe(200);
  const thief = new Browser();
  thief.cookies.set("session", handed);
  expect((await thief.get("/api/kid")).status).toBe(401);
  // And another PIN may be chosen.
  expect((await enter(browser, "4711")).status).toBe(200);
  expect((await leave(browser, PIN)).code).toBe("wrong_pin");
  expect((await leave(browser, "4711")).status).toBe(200);
});

/** Sees to it that a browser has become the parent's under another token, and that a PIN may be chosen anew. */
async function expectTakenBack(browser: Browser, handed: string): Promise<void> {
  expect(browser.cookies.get("session")).not.toBe(handed);
  const thief = new Browser();
  thief.cookies.set("session", handed);
  expect((await thief.get("/api/kid")).status).toBe(401);
  expect((await browser.get("/api/overview")).status).toBe(200);
  expect((await enter(browser, "4711")).status).toBe(200);
  expect((await leave(browser, PIN)).code).toBe("wrong_pin");
  expect((await leave(browser, "4711")).status).toBe(200);
}

test("R26: a forgotten PIN: a fresh code by mail takes the tablet back, once and on this tablet only", async () => {
  const { parent, browser } = await handedOver();
  const handed = browser.cookies.get("session")!;
  const out = (code: string) => browser.post("/api/kid/leave", { code });
  const code = await codeOut(browser, parent.email);
  expect((await out(otherThan(code))).code).toBe("wrong_code");
  const other = await handedOver();
  expect((await other.browser.post("/api/kid/leave", { code })).code).toBe("wrong_code");
  const left = await out(code);
  expect([left.status, left.body.account.email]).toEqual([200, parent.email]);
  await expectTakenBack(browser, handed);
  // A code belongs to the session that asked, and that one is gone.
  await enter(browser);
  expect((await out(code)).code).toBe("wrong_code");
});

test("R26: a forgotten PIN: a passkey takes the tablet back, by a challenge of this tablet's own", async () => {
  const { parent } = await Parent.withChild();
  const { authenticator } = await addPasskey(parent);
  const { browser } = parent;
  const elsewhere = await passkeyProof(parent, authenticator, "delete_account");
  await enter(browser, PIN);
  const handed = browser.cookies.get("session")!;
  const out = (passkey: unknown) => browser.post("/api/kid/leave", { passkey });
  const challenge = async () => (await browser.post("/api/kid/leave/challenge")).body;
  expect((await out(elsewhere.passkey)).code).toBe("passkey_refused");
  expect((await out(authenticator.assertion(await challenge(), { verified: false }))).code).toBe("passkey_refused");
  const stranger = await addPasskey(await Parent.signedIn());
  expect((await out(stranger.authenticator.assertion(await challenge()))).code).toBe("passkey_refused");
  const asked = await challenge();
  expect(Object.keys(asked)).toEqual(["challenge"]);
  expect((await out(authenticator.assertion(asked))).status).toBe(200);
  await expectTakenBack(browser, handed);
});

test("a tablet whose parent has no passkey is given no challenge", async () => {
  const { browser } = await handedOver();
  const none = await browser.post("/api/kid/leave/challenge");
  expect([none.status, none.code]).toEqual([404, "not_found"]);
});

test("R26: a child who plays with the way out gets five mails sent in an hour, and takes nothing else from the parent", async () => {
  const { parent, browser } = await handedOver();
  const phone = new Browser();
  await signInByMail(phone, parent.email);
  for (let n = 0; n < 5; n++) await codeOut(browser, parent.email);
  const sixth = await browser.post("/api/kid/leave/code");
  expect([sixth.status, sixth.code]).toEqual([429, "too_many_tries"]);
  expect((await phone.post("/api/account/confirm-code", { purpose: "delete_account" })).status).toBe(202);
  expect((await leave(browser, PIN)).status).toBe(200);
});

test("R26: a code for another purpose, or of the session before, does not take the tablet back", async () => {
  const { parent } = await Parent.withChild();
  const before = await confirmingCode(parent, "leave_kid_mode");
  await enter(parent.browser, PIN);
  for (const code of [before, "", "0815"]) {
    expect((await parent.browser.post("/api/kid/leave", { code })).code).toBe("wrong_code");
  }
  for (const body of [{}, { pin: PIN, code: before }, { password: PIN }]) {
    expect((await parent.browser.post("/api/kid/leave", body)).code).toBe("malformed_request");
  }
});

test("handing one screen over leaves the parent's others as they are", async () => {
  const { parent } = await handedOver();
  const phone = new Browser();
  await signInByMail(phone, parent.email);
  expect((await phone.post("/api/consents", CONSENT)).status).toBe(201);
  expect((await parent.browser.get("/api/overview")).code).toBe("forbidden");
});
