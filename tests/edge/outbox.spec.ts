// Letters about the account: written with what causes them, sent after the answer, tried again, wiped when done.
import { expect, test } from "../stack/test.ts";
import { rows } from "./database.ts";
import { Browser, DAY, HOUR, MINUTE, cron, forward } from "./http.ts";
import { codeIn, faultMet, mailTo, withFault } from "./north_pole.ts";
import { Parent } from "./parent.ts";
import { lettersSent } from "./rest.ts";

const TABLET = "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/130.0.6723.58 Safari/537.36";
const NEW_DEVICE = "Nyt log ind på din konto: Chrome på Android";

/** Signs in to the account from another browser; `enter` is what goes on round the entry of the code. */
async function signIn(parent: Parent, userAgent: string, enter = (deed: () => Promise<void>) => deed()): Promise<void> {
  const browser = new Browser();
  browser.userAgent = userAgent;
  const before = new Set((await mailTo(parent.email)).map(({ subject }) => subject));
  await browser.post("/api/sign-in/code", { email: parent.email, language: "da" });
  const [code] = (await mailTo(parent.email)).filter(({ subject }) => !before.has(subject) && /^\d{4} /.test(subject));
  await enter(async () => {
    expect((await browser.post("/api/sign-in", { code: codeIn(code) })).status).toBe(200);
  });
}

const subjects = async (parent: Parent) =>
  (await mailTo(parent.email)).map(({ subject }) => subject).filter((subject) => !/^\d{4} /.test(subject));
const waiting = (address: string) => rows("SELECT * FROM outbox WHERE address = ?", address);

test("P11: a sign-in from a new device is told by mail, one from a known device is not", async () => {
  const parent = await Parent.signedIn();
  await signIn(parent, TABLET);
  await expect.poll(() => subjects(parent)).toEqual([NEW_DEVICE]);
  await signIn(parent, TABLET);
  await signIn(parent, "node");
  await lettersSent(parent.email);
  expect(await subjects(parent)).toEqual([NEW_DEVICE]);
  const [mail] = (await mailTo(parent.email)).filter(({ subject }) => subject === NEW_DEVICE);
  for (const part of [mail.text, mail.html]) expect(part).toContain("Log ud alle steder");
  expect(mail.html).not.toContain("<img");
});

test("P11: a letter that could not be sent is sent by cron, once, and then loses address and words", async () => {
  const parent = await Parent.signedIn();
  await signIn(parent, TABLET, async (deed) =>
    withFault({ mail: "refuse", times: 1 }, async () => {
      await deed();
      await faultMet();
    }),
  );
  const [{ id }] = waiting(parent.email);
  // Before its time cron leaves it alone.
  await cron();
  expect(waiting(parent.email).map(({ tries }) => tries)).toEqual([1]);
  expect(await subjects(parent)).toEqual([]);
  await forward(2 * MINUTE);
  await cron();
  expect(await subjects(parent)).toEqual([NEW_DEVICE]);
  expect(rows("SELECT status, address, subject, text, html FROM outbox WHERE id = ?", id)).toEqual([
    { status: "sent", address: null, subject: null, text: null, html: null },
  ]);
  await forward(HOUR);
  await cron();
  expect(await subjects(parent)).toEqual([NEW_DEVICE]);
  await forward(31 * DAY);
  await cron();
  expect(rows("SELECT 1 FROM outbox WHERE id = ?", id)).toEqual([]);
});

test("P11: a letter that is a day old is given up and wiped, never sent late", async () => {
  const parent = await Parent.signedIn();
  await signIn(parent, TABLET, async (deed) =>
    withFault({ mail: "refuse", times: 1 }, async () => {
      await deed();
      await faultMet();
    }),
  );
  const [{ id }] = waiting(parent.email);
  await forward(DAY);
  await cron();
  expect(rows("SELECT status, address, text FROM outbox WHERE id = ?", id)).toEqual([
    { status: "uncertain", address: null, text: null },
  ]);
  expect(await subjects(parent)).toEqual([]);
});

test("no code ever lies in the outbox", async () => {
  const parent = await Parent.signedIn();
  await parent.browser.post("/api/account/confirm-code", { purpose: "delete_account" });
  expect(waiting(parent.email)).toEqual([]);
});
