// R17: what is kept goes when its time is over, by cron, without anybody asking.
import { expect, test } from "../stack/test.ts";
import { rows } from "./database.ts";
import { Browser, DAY, HOUR, MINUTE, cron, forward } from "./http.ts";
import { mailTo } from "./north_pole.ts";
import { Parent, freshAddress } from "./parent.ts";
import { settled } from "./rest.ts";

const idOf = (parent: Parent): string => rows("SELECT id FROM accounts WHERE email = ?", parent.email)[0]?.id;
const subjects = async (parent: Parent) =>
  (await mailTo(parent.email)).map(({ subject }) => subject).filter((subject) => !/^\d{4} /.test(subject) && subject !== CONFIRMED);
const CONFIRMED = "Dit samtykke hos Call Santa";
const IDLE = "Skal vi beholde din konto hos Call Santa?";
const DELETED = "Din konto hos Call Santa er slettet";

/** Signs in anew; the session of before has run out. */
async function comeBack(parent: Parent): Promise<void> {
  const browser = new Browser();
  const before = new Set((await mailTo(parent.email)).map(({ subject }) => subject));
  await browser.post("/api/sign-in/code", { email: parent.email, language: "da" });
  const [mail] = (await mailTo(parent.email)).filter(({ subject }) => !before.has(subject) && /^\d{4} /.test(subject));
  expect((await browser.post("/api/sign-in", { code: mail.subject.slice(0, 9) })).status).toBe(200);
}

/** Lets cron go round until `met` holds. */
async function rounds(met: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await cron();
    await met();
  }).toPass({ timeout: 60_000, intervals: [0] });
}

test("R17: codes go after an hour", async () => {
  const email = freshAddress();
  await new Browser().post("/api/sign-in/code", { email, language: "da" });
  const parent = await Parent.signedIn();
  await parent.browser.post("/api/account/confirm-code", { purpose: "delete_account" });
  const account = idOf(parent);
  await forward(HOUR + MINUTE);
  await cron();
  expect(rows("SELECT 1 FROM sign_in_codes WHERE email IN (?, ?)", email, parent.email)).toEqual([]);
  expect(rows("SELECT 1 FROM confirmations WHERE account_id = ?", account)).toEqual([]);
});

test("R17, P22: an account that nobody uses is told, then deleted; one that is used again stays", async () => {
  const forgotten = (await Parent.withChild()).parent;
  const returning = (await Parent.withChild()).parent;
  const ids = [idOf(forgotten), idOf(returning)];
  await forward(699 * DAY);
  await settled();
  expect(await subjects(forgotten)).toEqual([]);
  await forward(2 * DAY);
  // A round sees to some accounts at a time, and other tests have left theirs.
  for (const parent of [forgotten, returning]) await rounds(async () => expect(await subjects(parent)).toEqual([IDLE]));
  await settled();
  expect(await subjects(forgotten)).toEqual([IDLE]);

  await comeBack(returning);
  await forward(28 * DAY);
  await settled();
  expect(idOf(forgotten)).toBe(ids[0]);
  await forward(3 * DAY);
  await rounds(async () => expect((await subjects(forgotten)).sort()).toEqual([DELETED, IDLE]));
  expect(idOf(forgotten)).toBeUndefined();
  expect(rows("SELECT 1 FROM children WHERE account_id = ?", ids[0])).toEqual([]);
  await settled();
  expect(idOf(returning)).toBe(ids[1]);
  expect(await subjects(returning)).toEqual([IDLE]);
  expect(rows("SELECT 1 FROM children WHERE account_id = ?", ids[1])).toHaveLength(1);
});

test("R17: sign-in activity goes after a year, but the latest stays", async () => {
  const parent = await Parent.signedIn();
  const kept = () => rows("SELECT at_ms FROM sign_ins WHERE account_id = ? ORDER BY number", idOf(parent));
  await forward(200 * DAY);
  await comeBack(parent);
  expect(kept()).toHaveLength(2);
  await forward(170 * DAY);
  await cron();
  expect(kept()).toHaveLength(1);
  await forward(200 * DAY);
  await cron();
  expect(kept()).toHaveLength(1);
});
