// The edge as production has it: pages over https, and an OpenAI that is not on this machine.
import { expect, test } from "@playwright/test";
import { Browser } from "./http.ts";
import { codeFor } from "./north_pole.ts";
import { ALMA, CONSENT, freshAddress } from "./parent.ts";
import { SecondEdge } from "./second_edge.ts";

const ORIGIN = "https://callsanta.test";
let edge: SecondEdge;

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
  expect(entered.body.credits).toEqual({ balance: 0, call_minutes: 0 });

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
