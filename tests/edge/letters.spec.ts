// Letters that cron writes: the second confirmation of a consent, word of a changed policy, and what a parent ticked.
import { CALL_SANTA } from "../stack/address.ts";
import { expect, test } from "../stack/test.ts";
import { inDatabase, rows } from "./database.ts";
import { Browser, DAY, HOUR, cron, forward } from "./http.ts";
import { type Mail, mailTo, reportOf, withFault } from "./north_pole.ts";
import { ALMA, CONSENT, Parent } from "./parent.ts";
import { settled } from "./rest.ts";

const CONFIRMED = "Dit samtykke hos Call Santa";
const POLICY = "Vores privatlivspolitik er ændret";
const SEASON = "Nu tæller vi ned til jul";
const TIPS = "Tre små råd til næste opkald";
const CHOICE = { text_version: "2026-11-23", language: "da" };

const account = (parent: Parent) => rows("SELECT id, created_at_ms FROM accounts WHERE email = ?", parent.email)[0];
const letters = async (parent: Parent, subject: string) =>
  (await mailTo(parent.email)).filter((mail) => mail.subject === subject);
const choose = (parent: Parent, topic: string, wanted: boolean, change = {}) =>
  parent.browser.put("/api/account/letters", { topic, wanted, ...CHOICE, ...change });
const choices = (parent: Parent) =>
  rows("SELECT topic, text_version, language, ticked_at_ms, unticked_at_ms FROM mail_choices WHERE account_id = ?", account(parent).id);
const disavow = (token: string) => new Browser().post("/api/consents/disavowal", { token });

/** Lets cron go round until a parent has a letter: a round writes some at a time, and other tests have left theirs. */
async function arrives(parent: Parent, subject: string, times = 1): Promise<Mail> {
  await expect(async () => {
    await cron();
    expect(await letters(parent, subject)).toHaveLength(times);
  }).toPass({ timeout: 60_000, intervals: [0] });
  return (await letters(parent, subject))[0];
}

/** What stands behind the # of the link in a letter. */
function tokenIn(mail: Mail, page: string): string {
  const found = [...mail.text.matchAll(new RegExp(`^${CALL_SANTA}${page}#([0-9a-f]+)$`, "gm"))];
  expect(found).toHaveLength(1);
  expect(mail.html).toContain(`<a href="${found[0][0]}"`);
  return found[0][1];
}

/** Moves the clock of the edge into the next season; a parent who has just signed in tells what time it is there. */
async function toDecember(parent: Parent): Promise<void> {
  const now = new Date(account(parent).created_at_ms);
  const first = (year: number) => Date.UTC(year, 11, 1, 12);
  const next = now.getTime() < first(now.getUTCFullYear()) ? now.getUTCFullYear() : now.getUTCFullYear() + 1;
  await forward(first(next) - now.getTime());
}

const inWords = (ms: number) =>
  new Intl.DateTimeFormat("da-DK", { dateStyle: "long", timeZone: "Europe/Copenhagen" }).format(ms);

test("P19, P21: a day after a consent its second confirmation says what was agreed to, once, and delays nothing", async () => {
  const { parent, child } = await Parent.withChild();
  const { call } = await parent.call(child);
  await parent.end(call);
  await forward(23 * HOUR);
  await settled();
  expect(await letters(parent, CONFIRMED)).toEqual([]);
  await forward(HOUR);
  const mail = await arrives(parent, CONFIRMED);
  const [act] = rows("SELECT * FROM consents WHERE account_id = ?", account(parent).id);
  expect(mail.text).toContain(`Den ${inWords(act.granted_at_ms)} gav du dit samtykke`);
  expect(mail.text).toContain(`Teksten var den fra ${inWords(Date.parse(act.text_version))}, vist på dansk.`);
  expect(mail.text).toContain("må sendes til OpenAI under et opkald");
  expect(mail.text).toContain("trække det tilbage");
  expect(mail.text).not.toContain("Alma");
  expect(mail.headers).toEqual({});

  // The act stays as it was given; that a letter was sent is a fact of its own.
  expect(act.method).toBe("confirmed_email");
  const [consent] = (await parent.browser.get("/api/account/export")).body.consents;
  expect(consent).toMatchObject({ method: "confirmed_email", language: "da" });
  expect(Date.parse(consent["second confirmation sent at"])).toBeGreaterThanOrEqual(act.granted_at_ms + DAY);
  await forward(2 * DAY);
  await settled();
  expect(await letters(parent, CONFIRMED)).toHaveLength(1);
});

test("P19: only the consent that stands is confirmed, in its own words", async () => {
  const without = await Parent.signedIn();
  await without.browser.post("/api/consents", CONSENT);
  await without.browser.post("/api/consents", { ...CONSENT, send_to_openai: false, language: "en" });
  const withdrawn = (await Parent.withChild()).parent;
  await withdrawn.browser.post("/api/consents/withdrawal", { delete_profiles: false });
  await forward(DAY);
  const mail = await arrives(without, CONFIRMED);
  expect(mail.text).toContain("Du har ikke sagt ja til, at noget må sendes til OpenAI");
  expect(mail.text).toContain("vist på engelsk.");
  await settled();
  expect(await letters(without, CONFIRMED)).toHaveLength(1);
  expect(await letters(withdrawn, CONFIRMED)).toEqual([]);
});

test(`P15, P19: "this wasn't me" deletes nothing when it is looked at, and everything when its button is pressed`, async () => {
  const { parent, child } = await Parent.withChild();
  await forward(DAY);
  const token = tokenIn(await arrives(parent, CONFIRMED), "/samtykke/ikke-mig");
  const { openaiCallId } = await parent.call(child);
  const { id } = account(parent);

  // What a program does that follows the links in a mail.
  expect((await new Browser().get("/samtykke/ikke-mig")).status).toBe(200);
  expect((await new Browser().get("/api/consents/disavowal")).status).toBe(405);
  for (const wrong of ["", "x", token.slice(1), token.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"))]) {
    const refused = await disavow(wrong);
    expect([refused.status, refused.code]).toEqual([410, "stale_link"]);
  }
  expect(account(parent).id).toBe(id);

  const done = await disavow(token);
  expect([done.status, done.headers.getSetCookie()]).toEqual([204, []]);
  expect(account(parent)).toBeUndefined();
  expect(rows("SELECT 1 FROM children WHERE account_id = ?", id)).toEqual([]);
  expect((await parent.browser.get("/api/overview")).code).toBe("sign_in_needed");
  expect((await reportOf(openaiCallId)).hangup_requests).toBeGreaterThanOrEqual(1);
  await expect.poll(() => letters(parent, "Din konto hos Call Santa er slettet")).toHaveLength(1);
  expect((await disavow(token)).code).toBe("stale_link");
});

test(`P15: the link "this wasn't me" is kept as a hash, works for thirty days, and opens nothing else`, async () => {
  const { parent } = await Parent.withChild();
  await forward(DAY);
  const token = tokenIn(await arrives(parent, CONFIRMED), "/samtykke/ikke-mig");
  const { id } = account(parent);
  const kept = () => rows("SELECT token_hash FROM disavowals WHERE account_id = ?", id);
  expect(kept()).toHaveLength(1);
  expect(kept()[0].token_hash).not.toBe(token);
  expect(rows("SELECT 1 FROM outbox WHERE text LIKE ?", `%${token}%`)).toEqual([]);
  const thief = new Browser();
  thief.cookies.set("session", token);
  expect((await thief.get("/api/overview")).code).toBe("sign_in_needed");
  await forward(30 * DAY);
  expect((await disavow(token)).code).toBe("stale_link");
  await cron();
  expect(kept()).toEqual([]);
  expect(account(parent).id).toBe(id);
});

test("P19: a second confirmation that no provider took for a day is written anew", async () => {
  const { parent } = await Parent.withChild();
  await settled();
  await forward(DAY);
  const note = () => rows("SELECT letter_id, sent_at_ms FROM letters_written WHERE account_id = ?", account(parent).id);
  await withFault({ mail: "refuse" }, async () => {
    await expect(async () => {
      await cron();
      expect(note()).toHaveLength(1);
    }).toPass({ timeout: 60_000, intervals: [0] });
  });
  const [{ letter_id: former, sent_at_ms }] = note();
  expect(sent_at_ms).toBe(null);
  await forward(DAY);
  await arrives(parent, CONFIRMED);
  const [{ letter_id: latter, sent_at_ms: sent }] = note();
  expect(latter).not.toBe(former);
  expect(sent).toBeGreaterThan(0);
});

test("P16, R28: letters that nobody needs are off from the start, and none is sent without a tick", async () => {
  const { parent, child } = await Parent.withChild();
  expect((await parent.browser.get("/api/account")).body.letters).toEqual([]);
  expect(choices(parent)).toEqual([]);
  const { call } = await parent.call(child);
  await parent.end(call);
  await toDecember(parent);
  await forward(4 * DAY);
  await settled();
  const essential = [CONFIRMED];
  const got = (await mailTo(parent.email)).map(({ subject }) => subject).filter((subject) => !/^\d{4} /.test(subject));
  expect(got).toEqual(essential);
});

test("R28: a tick is kept with its words and its time, and its end as well", async () => {
  const parent = await Parent.signedIn();
  for (const [topic, change, status, code] of [
    ["season", { text_version: "2020-01-01" }, 409, "consent_text_changed"],
    ["season", { language: "de" }, 400, "malformed_request"],
    ["codes", {}, 400, "malformed_request"],
  ] as const) {
    const refused = await choose(parent, topic, true, change);
    expect([refused.status, refused.code]).toEqual([status, code]);
  }
  expect(choices(parent)).toEqual([]);
  expect((await choose(parent, "season", true)).status).toBe(204);
  const [first] = choices(parent);
  expect(first).toEqual({ topic: "season", ...CHOICE, ticked_at_ms: expect.any(Number), unticked_at_ms: null });
  await forward(HOUR);
  await choose(parent, "season", true, { language: "en" });
  expect(choices(parent)).toEqual([first]);
  expect((await parent.browser.get("/api/account")).body.letters).toEqual(["season"]);
  expect((await choose(parent, "season", false)).status).toBe(204);
  expect((await parent.browser.get("/api/account")).body.letters).toEqual([]);
  const [ended] = choices(parent);
  expect(ended.unticked_at_ms).toBeGreaterThanOrEqual(first.ticked_at_ms + HOUR);
  const copy = (await parent.browser.get("/api/account/export")).body["letters asked for"];
  expect(copy).toMatchObject([{ about: "season", "version of the text": "2026-11-23", language: "da" }]);
});

test("P16: news of the season comes to who ticked it, once a year, from December", async () => {
  const parent = await Parent.signedIn();
  await choose(parent, "season", true);
  await toDecember(parent);
  const mail = await arrives(parent, SEASON);
  expect(mail.text).toContain("fordi du har sagt ja til julenyt");
  await forward(2 * DAY);
  await settled();
  expect(await letters(parent, SEASON)).toHaveLength(1);
  await forward(60 * DAY);
  await settled();
  expect(await letters(parent, SEASON)).toHaveLength(1);
  await forward(305 * DAY);
  await arrives(parent, SEASON, 2);
});

test("P16: tips come to who ticked them, once, some days after the first call", async () => {
  const { parent, child } = await Parent.withChild();
  const silent = await Parent.signedIn();
  for (const asking of [parent, silent]) await choose(asking, "tips", true);
  const { call } = await parent.call(child);
  await parent.end(call);
  await forward(2 * DAY);
  await settled();
  expect(await letters(parent, TIPS)).toEqual([]);
  await forward(DAY);
  await arrives(parent, TIPS);
  await forward(2 * DAY);
  await settled();
  expect(await letters(parent, TIPS)).toHaveLength(1);
  expect(await letters(silent, TIPS)).toEqual([]);
});

test("P16, R28: one click in the mail program turns the letters off, without cookie or origin", async () => {
  for (const [type, body] of [
    ["application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"],
    ["multipart/form-data; boundary=b", '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'],
  ]) {
    const parent = await Parent.signedIn();
    for (const topic of ["season", "tips"]) await choose(parent, topic, true);
    await toDecember(parent);
    const mail = await arrives(parent, SEASON);
    expect(mail.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    const url = /^<(.+)>$/.exec(mail.headers["List-Unsubscribe"])![1];
    const token = url.split("/").pop()!;
    expect(url).toBe(`${CALL_SANTA}/api/letters/unsubscribe/${token}`);
    expect(tokenIn(mail, "/breve/afmeld")).toBe(token);
    const stands = () => choices(parent).filter((choice) => choice.unticked_at_ms === null).map(({ topic }) => topic);

    // Whatever follows the link leads to the page that asks, and changes nothing; nor does a post that is no click.
    const looked = await fetch(url, { redirect: "manual" });
    expect([looked.status, looked.headers.get("location")]).toEqual([303, `${CALL_SANTA}/breve/afmeld#${token}`]);
    const click = (to: string, kind: string, text: string) =>
      fetch(to, { method: "POST", headers: { "Content-Type": kind }, body: text });
    expect((await click(url, "application/json", "{}")).status).toBe(400);
    expect((await click(url, "application/x-www-form-urlencoded", "a=b")).status).toBe(400);
    for (const stranger of [token.slice(0, 32) + "0".repeat(64), "x", token.slice(1)]) {
      const answer = await click(url.replace(token, stranger), type, body);
      expect([answer.status, await answer.text()]).toEqual([204, ""]);
    }
    expect(stands()).toEqual(["season", "tips"]);

    const answer = await click(url, type, body);
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(stands()).toEqual(["tips"]);
    await forward(365 * DAY);
    await settled();
    expect(await letters(parent, SEASON)).toHaveLength(1);
  }
});

test("P16: a letter that waits is taken back when it is no longer wanted", async () => {
  const parent = await Parent.signedIn();
  await choose(parent, "season", true);
  await toDecember(parent);
  const waits = () => rows("SELECT unsubscribe FROM outbox WHERE address = ?", parent.email);
  const again = new Browser();
  await withFault({ mail: "refuse" }, async () => {
    await expect(async () => {
      await cron();
      expect(waits()).toHaveLength(1);
    }).toPass({ timeout: 60_000, intervals: [0] });
  });
  const token = waits()[0].unsubscribe.split("/").pop();
  const click = { body: "List-Unsubscribe=One-Click", contentType: "application/x-www-form-urlencoded", origin: null };
  expect((await again.ask("POST", `/api/letters/unsubscribe/${token}`, click)).status).toBe(204);
  expect(waits()).toEqual([]);
  await forward(HOUR);
  await settled();
  expect(await letters(parent, SEASON)).toEqual([]);
});

test("P26: a change of the policy is mailed to parents in use, once, in their language, and not to who signed up under it", async () => {
  const older = await Parent.signedIn();
  const english = await Parent.signedIn();
  const fresh = await Parent.signedIn();
  const unused = await Parent.signedIn();
  await english.browser.put("/api/account", { name: "", language: "en" });
  inDatabase((database) => {
    for (const { email } of [older, english, unused]) {
      database.prepare("UPDATE accounts SET policy_seen = '2020-01-01' WHERE email = ?").run(email);
    }
    database.prepare("UPDATE sign_ins SET at_ms = 0 WHERE account_id = ?").run(account(unused).id);
  });
  const mail = await arrives(older, POLICY);
  expect(mail.text).toContain(`${CALL_SANTA}/privatliv`);
  expect(mail.text).toContain("Du vælger selv, om vi må skrive til dig med tips og julenyt");
  expect(mail.headers).toEqual({});
  expect((await arrives(english, "Our privacy policy has changed")).text).toContain(`${CALL_SANTA}/privacy`);
  await forward(2 * DAY);
  await settled();
  expect(await letters(older, POLICY)).toHaveLength(1);
  for (const parent of [fresh, unused]) expect(await letters(parent, POLICY)).toEqual([]);
});

test("P26: a round of cron writes no more letters than the next one sends", async () => {
  const parent = await Parent.signedIn();
  const now = account(parent).created_at_ms;
  await settled();
  const crowd = Array.from({ length: 45 }, (_, n) => n.toString(16).padStart(32, "0"));
  inDatabase((database) => {
    for (const id of crowd) {
      database
        .prepare("INSERT INTO accounts (id, email, language, created_at_ms, policy_seen) VALUES (?, ?, 'da', ?, '2020-01-01')")
        .run(id, `crowd-${id}@example.dk`, now);
    }
    database.exec(
      `INSERT INTO sign_ins (account_id, way, device, at_ms)
       SELECT id, 'code', '/', created_at_ms FROM accounts WHERE email LIKE 'crowd-%'`,
    );
  });
  try {
    const written = () => rows(`SELECT 1 FROM letters_written JOIN accounts ON id = account_id WHERE email LIKE 'crowd-%'`).length;
    await withFault({ mail: "refuse" }, async () => {
      for (let round = 0; round < 3; round++) {
        await cron();
        expect(written()).toBe(20);
      }
    });
    await forward(DAY / 2);
    for (let round = 0; round < 8; round++) await cron();
    expect(written()).toBe(45);
  } finally {
    inDatabase((database) => database.exec("PRAGMA foreign_keys = ON; DELETE FROM accounts WHERE email LIKE 'crowd-%'"));
  }
});

test("the language of a consent is that of the text that was shown, not that of the mail", async () => {
  const parent = await Parent.signedIn();
  const kept = () => rows("SELECT language FROM consents WHERE account_id = ? ORDER BY number", account(parent).id);
  for (const language of ["de", "", undefined]) {
    expect((await parent.browser.post("/api/consents", { ...CONSENT, language })).code).toBe("malformed_request");
  }
  expect((await parent.browser.post("/api/consents", { ...CONSENT, language: "en" })).status).toBe(201);
  expect((await parent.browser.get("/api/account")).body.language).toBe("da");
  expect(kept()).toEqual([{ language: "en" }]);
  expect((await parent.browser.post("/api/children", ALMA)).status).toBe(201);
});
