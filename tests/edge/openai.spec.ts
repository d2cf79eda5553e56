// What OpenAI is told, and what happens when it does not hang up. An OpenAI of the test's own shows both.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { SECOND_EDGE } from "../stack/address.ts";
import { expect, test } from "../stack/test.ts";
import { forward, SECOND } from "./http.ts";
import { codeIn, mailTo } from "./north_pole.ts";
import { Parent } from "./parent.ts";
import { SecondEdge } from "./second_edge.ts";

interface Heard {
  path: string;
  headers: IncomingMessage["headers"];
  body: any;
}

const heard: Heard[] = [];
let hangUpStatus = 200;
const openai = createServer((request, response) => {
  let text = "";
  request.on("data", (piece) => (text += piece));
  request.on("end", () => {
    heard.push({ path: request.url!, headers: request.headers, body: text ? JSON.parse(text) : undefined });
    const mint = request.url === "/v1/realtime/client_secrets";
    response.writeHead(mint ? 200 : hangUpStatus, { "Content-Type": "application/json" });
    response.end(JSON.stringify(mint ? { value: TOKEN, expires_at: Math.floor(Date.now() / 1000) + 30, session: {} } : {}));
  });
});
const TOKEN = "ek_of_this_test";
const WISH = "en lyserød elefant";
const PROFILE = {
  name: "Balthazar", age: 7, language: "da", wishes: [WISH], behaviour_notes: "Har ryddet loftet.", honest_answer: "helper",
};

let edge: SecondEdge;

// One second edge for all of them, one after the other.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  await new Promise<void>((resolve) => openai.listen(0, "127.0.0.1", resolve));
  const { port } = openai.address() as AddressInfo;
  edge = new SecondEdge({
    PUBLIC_ORIGIN: SECOND_EDGE,
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    STUN_URLS: "stun:stun.example.com:3478",
  });
  await edge.start();
});
test.beforeEach(() => {
  heard.length = 0;
  hangUpStatus = 200;
});
test.afterAll(() => {
  edge.remove();
  openai.close();
});

test("OpenAI is told a keyed hash of the account, and a session that keeps nothing", async () => {
  const a = await Parent.withChild(edge.url, PROFILE);
  const b = await Parent.withChild(edge.url, PROFILE);
  for (const { parent, child } of [a, a, b]) {
    const { call, stun_urls } = (await parent.start(child)).body;
    expect(stun_urls).toEqual(["stun:stun.example.com:3478"]);
    await parent.end(call);
  }
  expect(heard.map(({ path }) => path)).toEqual(Array(3).fill("/v1/realtime/client_secrets"));
  const identifiers = heard.map(({ headers }) => headers["openai-safety-identifier"]);
  expect(identifiers[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(identifiers[1]).toBe(identifiers[0]);
  expect(identifiers[2]).not.toBe(identifiers[0]);

  const { headers, body } = heard[0];
  expect(headers.authorization).toBe("Bearer sk-north-pole");
  expect(body.expires_after).toEqual({ anchor: "created_at", seconds: 30 });
  expect(body.session.tracing).toBeNull();
  expect(body.session.prompt).toBeUndefined();
  expect(body.session.audio.input.transcription ?? null).toBeNull();
  expect(body.session.instructions).toContain(PROFILE.name);
  expect(body.session.instructions).toContain(WISH);
  expect(body.session.instructions, "the answer to \"are you real?\" that the parent chose").toContain("så jeg hjælper ham");
  expect(JSON.stringify(body)).not.toContain(a.parent.email);
});

test("an OpenAI that does not hang up is asked again, and the parent knows the figures at once", async () => {
  const { parent, child } = await Parent.withChild(edge.url, PROFILE);
  const { call } = (await parent.start(child)).body;
  await parent.connected(call, "rtc_stubborn");
  await forward(40 * SECOND, edge.url);
  await parent.heartbeat(call);
  await forward(40 * SECOND, edge.url);
  hangUpStatus = 500;
  const ended = await parent.end(call);
  expect(ended.body).toMatchObject({ charged: 2, balance: 3 });
  expect((await parent.latestCall()).charged).toBeNull();

  for (let n = 0; n < 3; n++) await forward(6 * SECOND, edge.url);
  const tries = heard.filter(({ path }) => path === "/v1/realtime/calls/rtc_stubborn/hangup");
  expect(tries).toHaveLength(4);
  const { seconds, charged, reason } = await parent.latestCall();
  expect([seconds, charged, reason]).toEqual([ended.body.seconds, 2, "hung_up"]);
  expect(await parent.balance()).toBe(3);
  expect((await parent.end(call)).body).toEqual(ended.body);
});

test("what was written down names nobody and repeats nothing", async () => {
  const { parent, child } = await Parent.withChild(edge.url, PROFILE);
  const { call } = (await parent.start(child)).body;
  await parent.connected(call, "rtc_quiet");
  await parent.end(call);
  await parent.browser.post("/api/sign-in", { code: "12345678" });
  const written = await edge.logUntilNow();
  for (const event of ["call_offered", "hung_up", "call_settled"]) expect(written).toContain(`"event":"${event}"`);
  const [mail] = await mailTo(parent.email);
  const secrets = [PROFILE.name, WISH, PROFILE.behaviour_notes, parent.email, "example.dk", codeIn(mail), TOKEN,
    codeIn(mail).replace(" ", ""), parent.browser.cookies.get("session")!, "sk-north-pole", "rtc_quiet"];
  for (const secret of secrets) expect(written).not.toContain(secret);
});
