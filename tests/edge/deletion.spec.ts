// Deleting the account: a fresh code, everything gone at once, and no trace of it in any file.
import { randomBytes } from "node:crypto";
import { expect, test } from "../stack/test.ts";
import { inDatabase, rows } from "./database.ts";
import { Browser, MINUTE, SECOND, cron, forward } from "./http.ts";
import { codeIn, faultMet, mailTo, reportOf, withFault } from "./north_pole.ts";
import { CONSENT, Parent } from "./parent.ts";
import { addPasskey, confirmingCode, otherThan, passkeyProof } from "./proof.ts";
import { traces } from "./traces.ts";

const remove = (parent: Parent, code: string) => parent.browser.post("/api/account/delete", { code });

test("R26: an account is deleted on a fresh code only", async () => {
  const parent = await Parent.signedIn();
  expect((await remove(parent, "1234 5678")).code).toBe("wrong_code");
  const code = await confirmingCode(parent);
  for (const wrong of ["", "123", code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))]) {
    expect((await remove(parent, wrong)).code).toBe("wrong_code");
  }
  expect((await remove(parent, code)).status).toBe(204);
  expect((await parent.browser.get("/api/overview")).status).toBe(401);
});

test("R26: a confirming code is good for its purpose, its session, ten minutes and five tries", async () => {
  const parent = await Parent.signedIn();
  expect((await remove(parent, await confirmingCode(parent, "leave_kid_mode"))).code).toBe("wrong_code");

  const late = await confirmingCode(parent);
  await forward(10 * MINUTE + SECOND);
  expect((await remove(parent, late)).code).toBe("wrong_code");

  const spent = await confirmingCode(parent);
  for (let n = 0; n < 5; n++) await remove(parent, otherThan(spent));
  expect((await remove(parent, spent)).code).toBe("wrong_code");

  const stranger = await Parent.signedIn();
  expect((await remove(stranger, await confirmingCode(parent))).code).toBe("wrong_code");
  expect((await stranger.browser.post("/api/account/confirm-code", { purpose: "anything" })).code).toBe("malformed_request");
});

test("R26: an account is deleted on a passkey's answer to a challenge for that, and on no other", async () => {
  const parent = await Parent.signedIn();
  const { authenticator } = await addPasskey(parent);
  const attempt = (proof: unknown) => parent.browser.post("/api/account/delete", proof);
  for (const lies of [{ verified: false }, { origin: "https://callsanta.example" }, { user: "" }]) {
    expect((await attempt(await passkeyProof(parent, authenticator, "delete_account", lies))).code).toBe("passkey_refused");
  }
  expect((await attempt(await passkeyProof(parent, authenticator, "change_email"))).code).toBe("passkey_refused");
  expect((await attempt(await passkeyProof(parent, authenticator, "delete_account"))).status).toBe(204);
  expect(rows("SELECT 1 FROM accounts WHERE email = ?", parent.email)).toEqual([]);
});

test("R26: an account is sent five confirming codes an hour", async () => {
  const parent = await Parent.signedIn();
  for (let n = 0; n < 5; n++) await confirmingCode(parent);
  // Each purpose has its own five.
  await confirmingCode(parent, "change_email");
  const sixth = await parent.browser.post("/api/account/confirm-code", { purpose: "delete_account" });
  expect([sixth.status, sixth.code]).toEqual([429, "too_many_tries"]);
});

test("P15: everything of the account goes at once, sessions end, a live call is hung up", async () => {
  const { parent, child } = await Parent.withChild();
  const other = new Browser();
  other.cookies.set("session", parent.browser.cookies.get("session")!);
  const { call, openaiCallId } = await parent.call(child);
  const [{ id, wallet_id }] = rows(
    "SELECT accounts.id, wallet_id FROM accounts JOIN account_wallets ON account_id = accounts.id WHERE email = ?",
    parent.email,
  );
  expect((await remove(parent, await confirmingCode(parent))).status).toBe(204);

  expect((await other.get("/api/overview")).code).toBe("sign_in_needed");
  expect((await reportOf(openaiCallId)).hangup_requests).toBeGreaterThanOrEqual(1);
  const tables = rows(
    `SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
     WHERE m.type = 'table' AND c.name = 'account_id'`,
  ).map(({ name }) => name as string);
  expect(tables.length).toBeGreaterThanOrEqual(7);
  for (const table of tables) {
    expect([table, rows(`SELECT 1 FROM ${table} WHERE account_id = ?`, id)]).toEqual([table, []]);
  }
  for (const table of ["accounts", "sign_in_codes", "email_changes"]) {
    expect([table, rows(`SELECT 1 FROM ${table} WHERE email = ?`, parent.email)]).toEqual([table, []]);
  }
  expect(rows("SELECT 1 FROM calls WHERE id = ?", call)).toEqual([]);

  // P11: the address is told, once more and for the last time.
  await expect
    .poll(async () => (await mailTo(parent.email)).map(({ subject }) => subject))
    .toContain("Din konto hos Call Santa er slettet");
  expect(rows("SELECT 1 FROM outbox WHERE address = ?", parent.email)).toEqual([]);

  // P24: the books stay, nameless and even.
  const movements = rows("SELECT kind, credits FROM ledger WHERE wallet_id = ? ORDER BY number", wallet_id);
  expect(movements.map(({ kind, credits }) => `${kind} ${credits}`)).toEqual(["gift 5", "hold -5", "release 5", "charge -1"]);
  expect(rows("SELECT credits FROM wallets WHERE id = ?", wallet_id)).toEqual([{ credits: 4 }]);
});

test("P15: whoever comes back after a deletion is a stranger", async () => {
  const parent = await Parent.signedIn();
  await remove(parent, await confirmingCode(parent));
  const again = new Browser();
  const before = new Set((await mailTo(parent.email)).map(({ subject }) => subject));
  await again.post("/api/sign-in/code", { email: parent.email, language: "da" });
  const [fresh] = (await mailTo(parent.email)).filter(
    ({ subject }) => !before.has(subject) && /^\d{4} /.test(subject),
  );
  const entered = await again.post("/api/sign-in", { code: codeIn(fresh) });
  expect(entered.body).toMatchObject({ consent: null, children: [], calls: [] });
});

test("P23, R18: after a deletion no file holds a trace of the family", async () => {
  const marker = () => `trace${randomBytes(8).toString("hex")}`;
  const words = Array.from({ length: 7 }, marker);
  const [name, child, wish, secondWish, notes, preferences, changed] = words;
  const parent = await Parent.signedIn();
  await parent.browser.put("/api/account", { name, language: "da" });
  await parent.browser.post("/api/consents", CONSENT);
  const profile = {
    name: child, age: 6, language: "da", wishes: [wish, secondWish], behaviour_notes: notes, preferences,
  };
  const made = await parent.browser.post("/api/children", profile);
  expect(made.status).toBe(201);
  await parent.browser.put(`/api/children/${made.body.id}`, { ...profile, preferences: `${preferences} ${changed}` });
  const moving = `${marker()}@example.dk`;
  const proof = { code: await confirmingCode(parent, "change_email") };
  expect((await parent.browser.post("/api/account/email", { email: moving, proof })).status).toBe(202);
  const { openaiCallId } = await parent.call(made.body.id);
  const [{ id: account }] = rows("SELECT id FROM accounts WHERE email = ?", parent.email);
  const markers = [...words, parent.email, moving, account, made.body.id, openaiCallId];

  // Control: what is there is found, so an empty answer below means something.
  const before = traces(markers).join("\n");
  for (const marker of markers) expect(before).toContain(marker);

  expect((await remove(parent, await confirmingCode(parent))).status).toBe(204);
  await cron();
  expect(traces(markers)).toEqual([]);
});

test("P15, P23: a letter that waits for its next try goes with the account, address and words", async () => {
  const parent = await Parent.signedIn();
  const tablet = new Browser();
  tablet.userAgent = "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/130.0.6723.58 Safari/537.36";
  const before = new Set((await mailTo(parent.email)).map(({ subject }) => subject));
  await tablet.post("/api/sign-in/code", { email: parent.email, language: "da" });
  const [code] = (await mailTo(parent.email)).filter(({ subject }) => !before.has(subject));
  const waiting = () => rows("SELECT id, text FROM outbox WHERE address = ? AND status = 'waiting'", parent.email);
  await withFault({ mail: "refuse", times: 1 }, async () => {
    expect((await tablet.post("/api/sign-in", { code: codeIn(code) })).status).toBe(200);
    await faultMet();
  });
  const [letter] = waiting();
  expect(letter.text).toContain("Chrome på Android");
  expect(traces([parent.email, letter.id]).length).toBeGreaterThan(0);

  expect((await remove(parent, await confirmingCode(parent))).status).toBe(204);
  expect(rows("SELECT 1 FROM outbox WHERE id = ?", letter.id)).toEqual([]);
  await expect.poll(() => waiting()).toEqual([]);
  await forward(2 * MINUTE);
  await cron();
  expect(traces([parent.email, letter.id])).toEqual([]);
  const subjects = async () => (await mailTo(parent.email)).map(({ subject }) => subject);
  await expect.poll(subjects).toContain("Din konto hos Call Santa er slettet");
  expect((await subjects()).filter((subject) => subject.startsWith("Nyt log ind"))).toEqual([]);
});

test("P22: no table has a place for sound, picture or what was said", () => {
  const columns = inDatabase((database) =>
    database
      .prepare(
        `SELECT lower(m.name || '.' || c.name) AS name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
         WHERE m.type = 'table'`,
      )
      .all()
      .map(({ name }) => String(name)),
  );
  expect(columns.length).toBeGreaterThan(50);
  expect(columns.filter((name) => /audio|sound|video|picture|caption|transcript|said|sdp/.test(name))).toEqual([]);
});
