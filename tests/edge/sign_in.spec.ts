// Signing in by a code: single use, few tries, short life, bound to one browser, and no way to learn who has an account.
import { expect, test } from "../stack/test.ts";
import { inDatabase, ledgerOf, rows } from "./database.ts";
import { Browser, DAY, forward, MINUTE, SECOND } from "./http.ts";
import { codeFor, codeIn, mailTo, withFault } from "./north_pole.ts";
import { freshAddress, Parent } from "./parent.ts";

async function askedForCode(email = freshAddress(), network?: string) {
  const browser = new Browser();
  browser.network = network ?? browser.network;
  const asked = await browser.post("/api/sign-in/code", { email, language: "da" });
  expect(asked.status).toBe(202);
  return { browser, email, asked };
}

test("the first sign-in makes an account with its welcome credits", async () => {
  const { browser, email } = await askedForCode();
  const entered = await browser.post("/api/sign-in", { code: await codeFor(email) });
  expect(entered.status).toBe(200);
  expect(entered.body).toEqual({
    account: { email, language: "da", policy_changed: false },
    consent: null,
    children: [],
    credits: { balance: 5, call_minutes: 5, price_minor: 490, currency: "dkk", trial_withheld: false },
    awaits_payment: false,
    calls: [],
  });
  expect((await browser.get("/api/overview")).body).toEqual(entered.body);
});

test("a second sign-in opens the same account and gives nothing again", async () => {
  const parent = await Parent.signedIn();
  const again = new Browser();
  await again.post("/api/sign-in/code", { email: parent.email.toUpperCase(), language: "en" });
  const mails = await mailTo(parent.email);
  expect(mails).toHaveLength(2);
  for (const mail of mails) await again.post("/api/sign-in", { code: codeIn(mail) });
  const overview = (await again.get("/api/overview")).body;
  expect(overview.account).toEqual({ email: parent.email, language: "da", policy_changed: false });
  expect(overview.credits.balance).toBe(5);
});

test("two first sign-ins at once make one account with one gift", async () => {
  const email = freshAddress();
  const twins = [(await askedForCode(email)).browser, (await askedForCode(email)).browser];
  const codes = (await mailTo(email)).map(codeIn);
  // Which mail belongs to which browser is not said in it, so both try both, at the same moment.
  for (const order of [codes, [...codes].reverse()]) {
    await Promise.all(twins.map((browser, n) => browser.post("/api/sign-in", { code: order[n] })));
  }
  for (const browser of twins) expect((await browser.get("/api/overview")).body.credits.balance).toBe(5);
  expect(rows("SELECT 1 FROM accounts WHERE email = ?", email)).toHaveLength(1);
  expect(ledgerOf(email)).toEqual(["gift +5"]);
});

test("an address with an account is answered like one without", async () => {
  const parent = await Parent.signedIn();
  const known = await askedForCode(parent.email);
  const unknown = await askedForCode();
  expect(known.asked.body).toEqual(unknown.asked.body);
  const shape = (headers: Headers) => [...headers.keys()].filter((name) => name !== "date").sort();
  expect(shape(known.asked.headers)).toEqual(shape(unknown.asked.headers));
});

test("a code works once", async () => {
  const { browser, email } = await askedForCode();
  const code = await codeFor(email);
  const pending = browser.cookies.get("pending")!;
  expect((await browser.post("/api/sign-in", { code })).status).toBe(200);
  const second = new Browser();
  second.cookies.set("pending", pending);
  expect((await second.post("/api/sign-in", { code })).code).toBe("wrong_code");
});

test("of two that enter the same code at once, one gets in", async () => {
  const { browser, email } = await askedForCode();
  const code = await codeFor(email);
  const answers = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const twin = new Browser();
      twin.cookies.set("pending", browser.cookies.get("pending")!);
      return (await twin.post("/api/sign-in", { code })).status;
    }),
  );
  expect(answers.sort()).toEqual([200, 422, 422, 422]);
});

test("after five wrong tries the right code is refused too", async () => {
  const { browser, email } = await askedForCode();
  const code = await codeFor(email);
  const wrong = code === "1234 5678" ? "8765 4321" : "1234 5678";
  for (let n = 0; n < 5; n++) expect((await browser.post("/api/sign-in", { code: wrong })).code).toBe("wrong_code");
  expect((await browser.post("/api/sign-in", { code })).code).toBe("wrong_code");
});

test("four wrong tries and typing errors are forgiven", async () => {
  const { browser, email } = await askedForCode();
  const code = await codeFor(email);
  const wrong = code === "1234 5678" ? "8765 4321" : "1234 5678";
  for (let n = 0; n < 4; n++) await browser.post("/api/sign-in", { code: wrong });
  for (let n = 0; n < 3; n++) expect((await browser.post("/api/sign-in", { code: "123" })).code).toBe("wrong_code");
  expect((await browser.post("/api/sign-in", { code })).status).toBe(200);
});

test("a code belongs to the browser that asked for it", async () => {
  const { email } = await askedForCode();
  const stranger = await askedForCode();
  const code = await codeFor(email);
  expect((await stranger.browser.post("/api/sign-in", { code })).code).toBe("wrong_code");
  expect((await new Browser().post("/api/sign-in", { code })).code).toBe("wrong_code");
});

test("a code is too old after ten minutes", async () => {
  const early = await askedForCode();
  await forward(9 * MINUTE);
  const late = await askedForCode();
  expect((await early.browser.post("/api/sign-in", { code: await codeFor(early.email) })).status).toBe(200);
  await forward(10 * MINUTE + SECOND);
  expect((await late.browser.post("/api/sign-in", { code: await codeFor(late.email) })).code).toBe("wrong_code");
});

const TOO_MANY = [429, "too_many_tries"];

/** What is said to one more who asks for a code. */
async function oneMore(email: string, network: string) {
  const browser = new Browser();
  browser.network = network;
  const { status, code } = await browser.post("/api/sign-in/code", { email, language: "da" });
  return [status, code];
}

test("R26: a network gets five codes an hour for an address, and takes none from the parent elsewhere", async () => {
  const email = freshAddress();
  const stranger = new Browser().network;
  for (let n = 0; n < 5; n++) await askedForCode(email, stranger);
  expect(await oneMore(email, stranger)).toEqual(TOO_MANY);
  expect(await mailTo(email)).toHaveLength(5);
  const parent = await askedForCode(email);
  const codes = (await mailTo(email)).map(codeIn);
  const answers = [];
  for (const code of codes) answers.push((await parent.browser.post("/api/sign-in", { code })).status);
  expect(answers).toContain(200);
  // And the family behind the same network manages too.
  await askedForCode(freshAddress(), stranger);
  await forward(61 * MINUTE);
  await askedForCode(email, stranger);
});

test("R26: an address gets twenty codes an hour from all networks together", async () => {
  const email = freshAddress();
  for (let n = 0; n < 20; n++) await askedForCode(email);
  expect(await oneMore(email, new Browser().network)).toEqual(TOO_MANY);
  expect(await mailTo(email)).toHaveLength(20);
  await forward(61 * MINUTE);
  await askedForCode(email);
});

test("R26: a network gets sixty codes an hour, whatever the addresses", async () => {
  const { browser } = await askedForCode();
  // The rest of the hour's share, as if asked for by neighbours behind the same network.
  inDatabase((database) =>
    database.exec(
      `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 58)
       INSERT INTO code_requests (address_hash, network_hash, at_ms)
       SELECT 'neighbour ' || n, network_hash, at_ms FROM n, (SELECT * FROM code_requests ORDER BY number DESC LIMIT 1)`,
    ),
  );
  await askedForCode(freshAddress(), browser.network);
  expect(await oneMore(freshAddress(), browser.network)).toEqual(TOO_MANY);
  await askedForCode();
});

test("R26: of many codes asked for at once, not more are sent than the limit allows", async () => {
  const email = freshAddress();
  const { network } = new Browser();
  const answers = await Promise.all(Array.from({ length: 9 }, () => oneMore(email, network)));
  expect(answers.filter(([status]) => status === 202)).toHaveLength(5);
  expect(await mailTo(email)).toHaveLength(5);
});

test("R26: a household with IPv6 is one network", async () => {
  const email = freshAddress();
  const home = `2001:db8:${Math.floor(Math.random() * 65536).toString(16)}:1`;
  for (let n = 1; n <= 5; n++) await askedForCode(email, `${home}::${n}`);
  expect(await oneMore(email, `${home}:a:b:c:d`)).toEqual(TOO_MANY);
});

test("a network that tries too often is asked to wait", async () => {
  const browser = new Browser();
  const codes = [];
  for (let n = 0; n < 25; n++) codes.push((await browser.post("/api/sign-in", { code: "12345678" })).code);
  expect(codes[0]).toBe("wrong_code");
  expect(codes.at(-1)).toBe("too_many_tries");
});

test("what is no address gets no mail", async () => {
  const answer = await new Browser().post("/api/sign-in/code", { email: "mor@", language: "da" });
  expect([answer.status, answer.code]).toEqual([422, "invalid_email"]);
  // What was asked for afterwards has come.
  const { email } = await askedForCode();
  expect(await mailTo(email)).toHaveLength(1);
  expect(await mailTo("mor@")).toEqual([]);
});

test("a mail that was not taken is admitted", async () => {
  await withFault({ mail: "refuse" }, async () => {
    const answer = await new Browser().post("/api/sign-in/code", { email: freshAddress(), language: "da" });
    expect([answer.status, answer.code]).toEqual([503, "mail_unavailable"]);
  });
});

test("the mail speaks the language that was asked for", async () => {
  for (const [language, words] of [["da", "lukker dig ind hos julemanden"], ["en", "lets you in to see Santa"]]) {
    const email = freshAddress();
    await new Browser().post("/api/sign-in/code", { email, language });
    const [mail] = await mailTo(email);
    const code = codeIn(mail);
    for (const part of [mail.subject, mail.text, mail.html]) expect(part).toContain(code);
    for (const part of [mail.text, mail.html]) expect(part).toContain(words);
  }
});

test("signing in gives a new session and ends the former one", async () => {
  const { browser, email } = await askedForCode();
  await browser.post("/api/sign-in", { code: await codeFor(email) });
  const former = browser.cookies.get("session")!;
  await browser.post("/api/sign-in/code", { email, language: "da" });
  for (const mail of await mailTo(email)) await browser.post("/api/sign-in", { code: codeIn(mail) });
  expect(browser.cookies.get("session")).not.toBe(former);
  const old = new Browser();
  old.cookies.set("session", former);
  expect((await old.get("/api/overview")).code).toBe("sign_in_needed");
});

test("signing out ends the session at the edge, not only in the browser", async () => {
  const { browser } = await Parent.signedIn();
  const token = browser.cookies.get("session")!;
  expect((await browser.post("/api/sign-out")).status).toBe(204);
  expect(browser.cookies.has("session")).toBe(false);
  const copy = new Browser();
  copy.cookies.set("session", token);
  expect((await copy.get("/api/overview")).status).toBe(401);
});

test("a session ends after 30 idle days, and after 90 days in any case", async () => {
  const idle = await Parent.signedIn();
  const busy = await Parent.signedIn();
  for (let day = 0; day < 85; day += 17) {
    await forward(17 * DAY);
    expect((await busy.browser.get("/api/overview")).status).toBe(200);
  }
  expect((await idle.browser.get("/api/overview")).status).toBe(401);
  await forward(6 * DAY);
  expect((await busy.browser.get("/api/overview")).status).toBe(401);
});

test("cookies are out of reach of scripts and of other sites", async () => {
  const { asked, browser, email } = await askedForCode();
  const entered = await browser.post("/api/sign-in", { code: await codeFor(email) });
  const cookies = [...asked.headers.getSetCookie(), ...entered.headers.getSetCookie()];
  expect(cookies).toHaveLength(3);
  for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  expect(cookies[0]).toContain("Max-Age=900");
});

test("neither a code nor a token nor a network address is stored", async () => {
  const { browser, email } = await askedForCode();
  const code = await codeFor(email);
  await browser.post("/api/sign-in", { code });
  const tables = ["sign_in_codes", "sessions", "code_requests"];
  const stored = JSON.stringify(tables.map((table) => rows(`SELECT * FROM ${table}`)));
  expect(stored).toContain(email);
  for (const secret of [code.replace(" ", ""), browser.cookies.get("session")!, browser.network]) {
    expect(stored).not.toContain(secret);
  }
  // Of addresses and networks there are keyed hashes, to count by, for an hour.
  for (const { address_hash, network_hash } of rows("SELECT * FROM code_requests WHERE address_hash NOT LIKE 'neighbour%'")) {
    for (const hash of [address_hash, network_hash]) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  }
  const columns = rows(
    `SELECT lower(m.name || '.' || c.name) AS name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
     WHERE m.type = 'table'`,
  ).map((row) => row.name);
  expect(columns.length).toBeGreaterThan(40);
  // Keyed hashes of networks: an hour after a code was asked for, ten minutes after a wrong pairing code was typed.
  expect(columns.filter((name) => /\bip\b|_ip|network|agent/.test(name)).sort()).toEqual([
    "code_requests.network_hash", "pairing_tries.network_hash",
  ]);
});
