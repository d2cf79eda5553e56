// The account page: what a parent sees and changes of the account, and the browsers that are signed in.
import { expect, test } from "../stack/test.ts";
import { rows } from "./database.ts";
import { Browser, HOUR, forward } from "./http.ts";
import { codeIn, mailTo } from "./north_pole.ts";
import { CONSENT, Parent } from "./parent.ts";

const TABLET =
  "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.6723.58 Safari/537.36";

/** Another browser that signs in to the same account. */
async function secondBrowser(parent: Parent, userAgent = TABLET): Promise<Browser> {
  const browser = new Browser();
  browser.userAgent = userAgent;
  const before = new Set((await mailTo(parent.email)).map(({ subject }) => subject));
  await browser.post("/api/sign-in/code", { email: parent.email, language: "da" });
  const fresh = (await mailTo(parent.email)).filter(({ subject }) => !before.has(subject) && /^\d{4} \d{4} /.test(subject));
  expect(fresh).toHaveLength(1);
  expect((await browser.post("/api/sign-in", { code: codeIn(fresh[0]) })).status).toBe(200);
  return browser;
}

const page = async (browser: Browser) => (await browser.get("/api/account")).body;

test("P14: a parent sees and changes the name and the language", async () => {
  const { browser, email } = await Parent.signedIn();
  expect(await page(browser)).toMatchObject({ email, name: "", language: "da" });
  expect((await browser.put("/api/account", { name: "  Mette\n Holm ", language: "en" })).status).toBe(204);
  expect(await page(browser)).toMatchObject({ email, name: "Mette Holm", language: "en" });
  expect((await browser.put("/api/account", { name: "", language: "da" })).status).toBe(204);
  expect(await page(browser)).toMatchObject({ name: "", language: "da" });
  for (const [body, status, code] of [
    [{ name: "å".repeat(61), language: "da" }, 422, "name_too_long"],
    [{ name: "", language: "de" }, 400, "malformed_request"],
    [{ name: "", language: "da", email: "other@example.dk" }, 400, "malformed_request"],
  ] as const) {
    const refused = await browser.put("/api/account", body);
    expect([refused.status, refused.code]).toEqual([status, code]);
  }
});

test("P1: an account holds an address, a name, a language, limits, and nothing else about the parent", () => {
  const columns = rows("SELECT name FROM pragma_table_info('accounts')").map(({ name }) => name);
  expect(columns.sort()).toEqual([
    "call_minutes", "calls_a_day", "created_at_ms", "email", "id", "idle_told_at_ms", "language", "leaving_since_ms", "name",
    "policy_seen",
  ]);
});

test("P8: signed-in browsers are listed by plain names, the raw text is kept nowhere", async () => {
  const parent = await Parent.signedIn();
  const tablet = await secondBrowser(parent);
  const { sessions, sign_ins } = await page(tablet);
  expect(sessions).toHaveLength(2);
  const [own] = sessions.filter((session: any) => session.this_one);
  expect(own.device).toEqual({ browser: "Chrome", system: "Android" });
  expect(own.last_seen_at_ms).toBe(own.created_at_ms);
  expect(sign_ins.map((signIn: any) => [signIn.way, signIn.device.system])).toEqual([["code", "Android"], ["code", ""]]);
  const stored = JSON.stringify([rows("SELECT * FROM sessions"), rows("SELECT * FROM sign_ins")]);
  for (const piece of ["SM-X200", "130.0", "Mozilla", "KHTML"]) expect(stored).not.toContain(piece);
});

test("P5: sign-in activity is shown to the parent, newest first", async () => {
  const parent = await Parent.signedIn();
  await forward(HOUR);
  await secondBrowser(parent);
  const { sign_ins } = await page(parent.browser);
  expect(sign_ins).toHaveLength(2);
  expect(sign_ins[0].at_ms - sign_ins[1].at_ms).toBeGreaterThanOrEqual(HOUR);
});

test("R26: one browser is signed out from another, at the edge", async () => {
  const parent = await Parent.signedIn();
  const tablet = await secondBrowser(parent);
  const lost = (await page(parent.browser)).sessions.find((session: any) => !session.this_one);
  expect((await parent.browser.delete(`/api/sessions/${lost.id}`)).status).toBe(204);
  expect((await tablet.get("/api/overview")).code).toBe("sign_in_needed");
  expect((await parent.browser.get("/api/overview")).status).toBe(200);
  expect((await parent.browser.delete(`/api/sessions/${lost.id}`)).code).toBe("not_found");
});

test("R26: a session ends everywhere at once, here too", async () => {
  const parent = await Parent.signedIn();
  const tablet = await secondBrowser(parent);
  const copy = new Browser();
  copy.cookies.set("session", parent.browser.cookies.get("session")!);
  expect((await parent.browser.delete("/api/sessions")).status).toBe(204);
  expect(parent.browser.cookies.has("session")).toBe(false);
  for (const browser of [tablet, copy]) expect((await browser.get("/api/overview")).status).toBe(401);
});

test("P17: the copy holds everything that was given, under readable names", async () => {
  const parent = await Parent.signedIn();
  const { browser, email } = parent;
  await browser.put("/api/account", { name: "Mette Holm", language: "da" });
  await browser.post("/api/consents", CONSENT);
  const profile = {
    name: "Alma", age: 6, language: "da", wishes: ["en rød cykel"], behaviour_notes: "God ved sin bror.", preferences: "Hunden Fido.",
  };
  const child = (await browser.post("/api/children", profile)).body.id;
  const { call } = await parent.call(child);
  await parent.end(call);

  const answer = await browser.get("/api/account/export");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="call-santa.json"');
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const copy = answer.body;
  expect(copy.account).toMatchObject({ "e-mail": email, name: "Mette Holm", language: "da" });
  expect(copy.children).toMatchObject([
    { name: "Alma", age: 6, wishes: ["en rød cykel"], "behaviour notes": "God ved sin bror.", preferences: "Hunden Fido.",
      'answer to "are you real?"': expect.stringContaining("en AI") },
  ]);
  expect(copy.consents).toMatchObject([{ "version of the text": CONSENT.text_version, "withdrawn at": null }]);
  expect(copy.calls).toMatchObject([{ child: "Alma", "credits used": 1, "ended because": "hung_up" }]);
  expect(copy.credits.balance).toBe(4);
  expect(copy.credits.movements.map(({ kind, credits }: any) => `${kind} ${credits}`)).toEqual([
    "gift 5", "hold -5", "release 5", "charge -1",
  ]);
  expect(copy["sign-ins"]).toHaveLength(1);
  expect(copy["signed-in browsers"]).toHaveLength(1);
  expect(Date.parse(copy.account["created at"])).toBeGreaterThan(0);
});

test("P17: no table that knows of an account is missing from the copy", () => {
  // What an account owns, and where the copy has it. A new table needs an entry here.
  const covered = new Map([
    ["account_wallets", "the link itself"],
    ["calls", "calls"],
    ["children", "children"],
    ["confirmations", "codes are secrets, and gone after an hour"],
    ["consent_proofs", "known to be a grown-up by"],
    ["consents", "consents"],
    ["disavowals", "a link by mail is a secret; it is kept as a hash"],
    ["email_changes", "an address that is not the parent's until a code proves it, and gone after an hour"],
    ["grown_up_pins", "a PIN is a secret; it is kept as a keyed hash"],
    ["letters_written", "letters written once"],
    ["mail_choices", "letters asked for"],
    ["pairing_invitations", "codes are secrets, and gone after five minutes"],
    ["pairings", "paired devices"],
    ["passkeys", "passkeys"],
    ["sessions", "signed-in browsers"],
    ["sign_ins", "sign-ins"],
    ["stripe_customers", "customer number at Stripe"],
  ]);
  const owning = rows(
    `SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
     WHERE m.type = 'table' AND c.name = 'account_id' ORDER BY m.name`,
  ).map(({ name }) => name);
  expect(owning).toEqual([...covered.keys()]);
});
