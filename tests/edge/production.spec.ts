// The edge as production has it: pages over https, and an OpenAI that is not on this machine.
import { expect, test } from "../stack/test.ts";
import { Authenticator } from "./authenticator.ts";
import { Browser } from "./http.ts";
import { codeFor } from "./north_pole.ts";
import { ALMA, CONSENT, freshAddress } from "./parent.ts";
import { SecondEdge } from "./second_edge.ts";

const ORIGIN = "https://callsanta.test";
let edge: SecondEdge;

// One second edge for all of them, one after the other.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  edge = new SecondEdge({
    PUBLIC_ORIGIN: ORIGIN,
    // An address of the network that is reserved for examples: nobody is there, should the gate ever fail.
    OPENAI_BASE_URL: "http://192.0.2.1/v1",
    WELCOME_CREDITS: "0",
  });
  await edge.start();
});
test.afterAll(() => edge.remove());

test("without confirmed zero data retention no child is called, and the cookies are bound to the host", async () => {
  const browser = new Browser(edge.url, ORIGIN);
  const email = freshAddress();
  const asked = await browser.post("/api/sign-in/code", { email, language: "en" });
  const entered = await browser.post("/api/sign-in", { code: await codeFor(email) });
  for (const cookie of [...asked.headers.getSetCookie(), ...entered.headers.getSetCookie()]) {
    expect(cookie).toMatch(/^__Host-(session|pending)=\w*; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
  }
  // Without keys for Stripe nothing is sold, so there is no price to show.
  expect(entered.body.credits).toEqual({ balance: 0, call_minutes: 0, price_minor: null, currency: null, trial_withheld: false });

  await browser.post("/api/consents", CONSENT);
  const child = (await browser.post("/api/children", ALMA)).body.id;
  const refused = await browser.post("/api/calls", { child });
  expect([refused.status, refused.code]).toEqual([503, "zero_data_retention_unconfirmed"]);
  expect((await browser.get("/api/overview")).body.calls).toEqual([]);
  expect((await browser.get("/api/config")).body).toMatchObject({ zero_data_retention: false, inbox_url: null });
});

test("a page on plain http is a foreign page there", async () => {
  const refused = await new Browser(edge.url, "http://callsanta.test").post("/api/sign-out");
  expect(refused.code).toBe("foreign_origin");
});

test("R26: behind https a passkey signs in by a cookie that is bound to the host", async () => {
  const browser = new Browser(edge.url, ORIGIN);
  const email = freshAddress();
  await browser.post("/api/sign-in/code", { email, language: "da" });
  await browser.post("/api/sign-in", { code: await codeFor(email) });
  const authenticator = new Authenticator();
  const here = { origin: ORIGIN, site: new URL(ORIGIN).hostname };
  const invitation = (await browser.post("/api/passkeys/challenge", {})).body;
  expect((await browser.post("/api/passkeys", authenticator.registration(invitation, "iPad", here))).status).toBe(201);

  const other = new Browser(edge.url, ORIGIN);
  const asked = await other.post("/api/sign-in/passkey/challenge");
  const entered = await other.post("/api/sign-in/passkey", authenticator.assertion(asked.body, here));
  expect(entered.body.account.email).toBe(email);
  const cookies = [...asked.headers.getSetCookie(), ...entered.headers.getSetCookie()];
  expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual(["__Host-passkey", "__Host-session", "__Host-passkey"]);
  for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);

  // What was signed for another page is of no use here.
  const again = await other.post("/api/sign-in/passkey/challenge");
  const foreign = authenticator.assertion(again.body, { ...here, origin: "https://callsanta.example" });
  expect((await other.post("/api/sign-in/passkey", foreign)).code).toBe("passkey_refused");
});
