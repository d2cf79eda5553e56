// Consent first: no child is kept and no call is made without it.
import { expect, test } from "../stack/test.ts";
import { rows } from "./database.ts";
import { ALMA, CONSENT, Parent } from "./parent.ts";

test("without consent no profile is made", async () => {
  const parent = await Parent.signedIn();
  const refused = await parent.browser.post("/api/children", ALMA);
  expect([refused.status, refused.code]).toEqual([403, "consent_needed"]);
  expect(rows("SELECT 1 FROM children JOIN accounts ON accounts.id = account_id WHERE email = ?", parent.email)).toEqual([]);
});

test("consent is kept with version, language, method and time", async () => {
  const parent = await Parent.signedIn();
  const granted = await parent.browser.post("/api/consents", CONSENT);
  expect(granted.status).toBe(201);
  expect(granted.body).toMatchObject({ text_version: CONSENT.text_version, allows_calls: true });
  expect((await parent.browser.get("/api/overview")).body.consent).toEqual(granted.body);
  const acts = rows(
    `SELECT text_version, consents.language, method, send_to_openai, granted_at_ms, withdrawn_at_ms
     FROM consents JOIN accounts ON accounts.id = account_id WHERE email = ?`,
    parent.email,
  );
  expect(acts).toEqual([
    {
      text_version: CONSENT.text_version,
      language: "da",
      method: "confirmed_email",
      send_to_openai: 1,
      granted_at_ms: granted.body.granted_at_ms,
      withdrawn_at_ms: null,
    },
  ]);
});

test("ticks that are missing or words that have changed are no consent", async () => {
  const parent = await Parent.signedIn();
  const table: [object, number, string][] = [
    [{ ...CONSENT, custody: false }, 422, "consent_incomplete"],
    [{ ...CONSENT, collect_child_data: false }, 422, "consent_incomplete"],
    [{ ...CONSENT, text_version: "2020-01-01" }, 409, "consent_text_changed"],
    [{ ...CONSENT, extra: 1 }, 400, "malformed_request"],
  ];
  for (const [ticks, status, code] of table) {
    const refused = await parent.browser.post("/api/consents", ticks);
    expect([refused.status, refused.code]).toEqual([status, code]);
  }
  expect((await parent.browser.post("/api/children", ALMA)).code).toBe("consent_needed");
});

test("without the tick for OpenAI a profile is kept and a call is refused", async () => {
  const parent = await Parent.signedIn();
  await parent.browser.post("/api/consents", { ...CONSENT, send_to_openai: false });
  const made = await parent.browser.post("/api/children", ALMA);
  expect(made.status).toBe(201);
  const refused = await parent.start(made.body.id);
  expect([refused.status, refused.code]).toEqual([403, "call_consent_needed"]);
  expect(await parent.balance()).toBe(5);
});

test("the latest act counts", async () => {
  const { parent, child } = await Parent.withChild();
  await parent.browser.post("/api/consents", { ...CONSENT, send_to_openai: false });
  expect((await parent.start(child)).code).toBe("call_consent_needed");
  await parent.browser.post("/api/consents", CONSENT);
  const started = await parent.start(child);
  expect(started.status).toBe(201);
  await parent.end(started.body.call);
});
