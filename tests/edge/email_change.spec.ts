// Moving an account to another address: proved by what the account has, then by a code to where it goes, and told to both.
import { expect, test } from "../stack/test.ts";
import { inDatabase, rows } from "./database.ts";
import { Browser, HOUR, MINUTE, SECOND, cron, forward } from "./http.ts";
import { codeFor, mailTo } from "./north_pole.ts";
import { freshAddress, Parent } from "./parent.ts";
import { addPasskey, confirmingCode, newCode, otherThan, passkeyProof } from "./proof.ts";

const TO_THE_NEW = /bekræfter din nye adresse/;
const ask = (parent: Parent, email: string, proof: unknown) => parent.browser.post("/api/account/email", { email, proof });
const enter = (browser: Browser, code: string) => browser.post("/api/account/email/confirm", { code });
const subjects = async (address: string) =>
  (await mailTo(address)).map(({ subject }) => subject).filter((subject) => !/^\d{4} /.test(subject));
const addressOf = async (parent: Parent) => (await parent.browser.get("/api/account")).body.email;

/** Asks for the move with a proof by the old address, and answers the code that came to the new one. */
async function asked(parent: Parent, email: string): Promise<string> {
  expect((await ask(parent, email, { code: await confirmingCode(parent, "change_email") })).status).toBe(202);
  return newCode(email.trim().toLowerCase(), TO_THE_NEW);
}

/** Another browser that is signed in to the same account. */
async function secondBrowser(parent: Parent): Promise<Browser> {
  const browser = new Browser();
  await browser.post("/api/sign-in/code", { email: parent.email, language: "da" });
  const codes = (await mailTo(parent.email)).map(({ subject }) => /^(\d{4} \d{4}) er din kode/.exec(subject)?.[1]);
  for (const code of codes.filter(Boolean)) await browser.post("/api/sign-in", { code });
  expect((await browser.get("/api/overview")).status).toBe(200);
  return browser;
}

test("R26: the address changes on a proof by the old one and a code to the new one, and other sessions end", async () => {
  const { parent, child } = await Parent.withChild();
  const other = await secondBrowser(parent);
  const email = freshAddress();
  const code = await asked(parent, ` ${email.toUpperCase()} `);
  expect(await addressOf(parent)).toBe(parent.email);
  expect((await enter(parent.browser, code)).status).toBe(204);

  expect(await addressOf(parent)).toBe(email);
  expect((await other.get("/api/overview")).code).toBe("sign_in_needed");
  await expect.poll(() => subjects(parent.email)).toEqual(["Din adresse hos Call Santa er ændret"]);
  await expect.poll(() => subjects(email)).toEqual(["Velkommen på din nye adresse hos Call Santa"]);
  const [warning] = (await mailTo(parent.email)).filter(({ subject }) => subject.startsWith("Din adresse"));
  // Whoever reads the old address need not be told the new one.
  for (const part of [warning.text, warning.html]) {
    expect(part).toContain("support@");
    expect(part).not.toContain(email);
  }

  // The new address opens the account as it was; the old one is a stranger's.
  const again = new Browser();
  await again.post("/api/sign-in/code", { email, language: "da" });
  const entered = await again.post("/api/sign-in", { code: await newCode(email, /er din kode/) });
  expect(entered.body.children.map(({ id }: any) => id)).toEqual([child]);
  expect(rows("SELECT 1 FROM accounts WHERE email = ?", parent.email)).toEqual([]);
  expect(rows("SELECT 1 FROM sign_in_codes WHERE email = ?", parent.email)).toEqual([]);
});

test("R26: a passkey proves the move as well, and goes on working after it", async () => {
  const parent = await Parent.signedIn();
  const { authenticator } = await addPasskey(parent);
  const email = freshAddress();
  expect((await ask(parent, email, await passkeyProof(parent, authenticator, "change_email"))).status).toBe(202);
  expect((await enter(parent.browser, await codeFor(email))).status).toBe(204);
  const browser = new Browser();
  const challenge = (await browser.post("/api/sign-in/passkey/challenge")).body;
  const entered = await browser.post("/api/sign-in/passkey", authenticator.assertion(challenge));
  expect([entered.status, entered.body.account.email]).toEqual([200, email]);
});

test("R26: without the right proof nothing is sent to the new address", async () => {
  const parent = await Parent.signedIn();
  const { authenticator } = await addPasskey(parent);
  const email = freshAddress();
  const right = await confirmingCode(parent, "change_email");
  const attempts: [unknown, number, string][] = [
    [undefined, 400, "malformed_request"],
    [{}, 400, "malformed_request"],
    [{ code: "" }, 422, "wrong_code"],
    [{ code: otherThan(right) }, 422, "wrong_code"],
    [{ code: await confirmingCode(parent, "delete_account") }, 422, "wrong_code"],
    [await passkeyProof(parent, authenticator, "delete_account"), 422, "passkey_refused"],
  ];
  for (const [proof, status, code] of attempts) {
    const refused = await ask(parent, email, proof);
    expect([refused.status, refused.code]).toEqual([status, code]);
  }
  expect(await mailTo(email)).toEqual([]);
  // What can't be a new address costs no proof.
  expect((await ask(parent, "mor@", { code: right })).code).toBe("invalid_email");
  expect((await ask(parent, parent.email.toUpperCase(), { code: right })).code).toBe("same_email");
  expect((await ask(parent, email, { code: right })).status).toBe(202);
  expect((await ask(parent, email, { code: right })).code).toBe("wrong_code");
  // The one mail of the right proof has come, and still none of an attempt before it or after it.
  await asked(parent, freshAddress());
  expect(await mailTo(email)).toHaveLength(1);
});

test("R26: an address that is taken is answered like a free one, and the person there is told", async () => {
  const parent = await Parent.signedIn();
  const owner = await Parent.signedIn();
  const known = await ask(parent, owner.email, { code: await confirmingCode(parent, "change_email") });
  const unknown = await ask(parent, freshAddress(), { code: await confirmingCode(parent, "change_email") });
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  expect(known.status).toBe(202);
  const shape = (headers: Headers) => [...headers.keys()].filter((name) => name !== "date").sort();
  expect(shape(known.headers)).toEqual(shape(unknown.headers));

  const mails = await mailTo(owner.email);
  expect(mails.map(({ subject }) => subject).filter((subject) => TO_THE_NEW.test(subject))).toEqual([]);
  expect(await subjects(owner.email)).toEqual(["Nogen ville bruge din adresse hos Call Santa"]);
  expect(mails.at(0)!.text).not.toContain(parent.email);
  expect((await enter(parent.browser, "1234 5678")).code).toBe("wrong_code");
  expect(await addressOf(parent)).toBe(parent.email);
  expect(await addressOf(owner)).toBe(owner.email);
});

test("R26: the code to the new address works once, for five tries, ten minutes and one session", async () => {
  const parent = await Parent.signedIn();
  const other = await secondBrowser(parent);
  const guessed = await asked(parent, freshAddress());
  for (let n = 0; n < 5; n++) expect((await enter(parent.browser, otherThan(guessed))).code).toBe("wrong_code");
  expect((await enter(parent.browser, guessed)).code).toBe("wrong_code");

  const late = await asked(parent, freshAddress());
  await forward(10 * MINUTE + SECOND);
  expect((await enter(parent.browser, late)).code).toBe("wrong_code");

  const replaced = await asked(parent, freshAddress());
  const email = freshAddress();
  const right = await asked(parent, email);
  if (replaced !== right) expect((await enter(parent.browser, replaced)).code).toBe("wrong_code");
  expect((await enter(other, right)).code).toBe("wrong_code");
  expect((await enter((await Parent.signedIn()).browser, right)).code).toBe("wrong_code");
  expect(await addressOf(parent)).toBe(parent.email);
  expect((await enter(parent.browser, right)).status).toBe(204);
  expect((await enter(parent.browser, right)).code).toBe("wrong_code");
});

test("R26: a network gets five codes an hour for one new address", async () => {
  const parent = await Parent.signedIn();
  const { authenticator } = await addPasskey(parent);
  const email = freshAddress();
  const move = async () => ask(parent, email, await passkeyProof(parent, authenticator, "change_email"));
  for (let n = 0; n < 5; n++) expect((await move()).status).toBe(202);
  const sixth = await move();
  expect([sixth.status, sixth.code]).toEqual([429, "too_many_tries"]);
  expect(await mailTo(email)).toHaveLength(5);
});

test("somebody who signs up with the address meanwhile keeps it", async () => {
  const parent = await Parent.signedIn();
  const email = freshAddress();
  const code = await asked(parent, email);
  const browser = new Browser();
  await browser.post("/api/sign-in/code", { email, language: "da" });
  expect((await browser.post("/api/sign-in", { code: await newCode(email, /er din kode/) })).status).toBe(200);
  expect((await enter(parent.browser, code)).code).toBe("wrong_code");
  expect(await addressOf(parent)).toBe(parent.email);
  expect((await browser.get("/api/account")).body.email).toBe(email);
});

test("a letter that waits goes to the new address; a warning stays with the old one", async () => {
  const parent = await Parent.signedIn();
  const email = freshAddress();
  const code = await asked(parent, email);
  inDatabase((database) => {
    for (const kind of ["account_idle", "new_device"]) {
      database
        .prepare(
          `INSERT INTO outbox (id, kind, address, subject, text, html, created_at_ms, next_try_at_ms)
           VALUES (?, ?, ?, 's', 't', 'h', 8e12, 9e12)`,
        )
        .run(`${kind}-${email}`, kind, parent.email);
    }
  });
  await enter(parent.browser, code);
  const whereTo = (kind: string) => rows("SELECT address FROM outbox WHERE id = ?", `${kind}-${email}`)[0].address;
  expect([whereTo("account_idle"), whereTo("new_device")]).toEqual([email, parent.email]);
  inDatabase((database) => database.exec("DELETE FROM outbox WHERE next_try_at_ms = 9e12"));
});

test("R17: an address that nobody confirmed is forgotten after an hour", async () => {
  const parent = await Parent.signedIn();
  const email = freshAddress();
  await asked(parent, email);
  expect(rows("SELECT 1 FROM email_changes WHERE email = ?", email)).toHaveLength(1);
  await forward(HOUR + MINUTE);
  await cron();
  expect(rows("SELECT 1 FROM email_changes WHERE email = ?", email)).toEqual([]);
  expect(rows("SELECT 1 FROM code_requests")).toEqual([]);
});
