// What every answer looks like: headers, problem+json, bodies that are not what was asked for.
import { expect, test } from "../stack/test.ts";
import { Browser } from "./http.ts";
import { Parent } from "./parent.ts";

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
};

test("every answer carries the header table", async () => {
  const { browser } = await Parent.signedIn();
  const answers = [
    await browser.get("/api/health"),
    await browser.get("/api/config"),
    await browser.get("/api/overview"),
    await browser.get("/api/unheard-of"),
    await browser.post("/api/sign-out"),
    await browser.get("/api/overview"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([204, 200, 200, 404, 204, 401]);
  for (const { headers } of answers) {
    for (const [name, value] of Object.entries(HEADERS)) expect(headers.get(name)).toBe(value);
    expect(headers.get("access-control-allow-origin")).toBeNull();
  }
});

test("a refusal is a problem by RFC 9457", async () => {
  const answer = await new Browser().get("/api/overview");
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.body).toEqual({ type: "urn:call-santa:sign_in_needed", status: 401, code: "sign_in_needed" });
});

test("a body that is not what the route takes is refused", async () => {
  const { browser } = await Parent.signedIn();
  const attempts: [unknown, string?][] = [
    ['{"name":'],
    [[]],
    [{ email: "mor@example.dk" }],
    [{ email: "mor@example.dk", language: "da", admin: true }],
    [{ email: "mor@example.dk", language: "da" }, "text/plain"],
    [{ email: "a".repeat(40_000), language: "da" }],
  ];
  for (const [body, contentType] of attempts) {
    const answer = await browser.ask("POST", "/api/sign-in/code", { body, contentType });
    expect([answer.status, answer.code]).toEqual([400, "malformed_request"]);
  }
});

test("the configuration names who runs the place and keeps its secrets", async () => {
  const { body } = await new Browser().get("/api/config");
  expect(Object.keys(body).sort()).toEqual([
    "bookkeeping_years",
    "inbox_url",
    "mail_provider",
    "operator_address",
    "operator_name",
    "operator_number",
    "packs",
    "payments",
    "stun_hosts",
    "support_email",
    "vat_percent",
    "voice_model",
    "welcome_credits",
    "zero_data_retention",
  ]);
  expect(body).toMatchObject({ welcome_credits: 5, zero_data_retention: false, voice_model: "gpt-realtime-2.1-mini" });
});
