// OpenAI's own browser client (@openai/agents-realtime) calls North Pole in Chromium and hears Santa.
//
// The client is used as published, so whatever it relies on (CORS, the Location header, session.created,
// session.updated, the event shapes) the stand-in must have.
import { expect, test } from "../stack/test.ts";
import { build } from "esbuild";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NORTH_POLE } from "../stack/address.ts";

const here = dirname(fileURLToPath(import.meta.url));

const instructions = [
  "You are Santa.",
  "<language>en</language>",
  "<opening>Ho ho ho, Alma! I'm the elves' computer Santa, an AI, not a person. How are you today?</opening>",
  `<child_profile>${JSON.stringify({ name: "Alma", age: 6, wishes: ["a red bicycle"] })}</child_profile>`,
].join("\n");

interface Heard {
  status: string[];
  eventTypes: string[];
  transcript: string;
  loudest: number;
  errors: string[];
}

let site: Server;
let siteUrl: string;

test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  const bundle = await build({
    entryPoints: [join(here, "agents_realtime.page.ts")],
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "silent",
  });
  const script = bundle.outputFiles[0]?.text ?? "";
  const page = `<!doctype html><meta charset="utf-8"><title>Conformance</title><button>Call</button><script type="module" src="/page.js"></script>`;
  site = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(isScript ? script : page);
  });
  await new Promise<void>((ready) => site.listen(0, "localhost", ready));
  siteUrl = `http://localhost:${(site.address() as AddressInfo).port}/`;
});

test.afterAll(async () => {
  await new Promise((closed) => site.close(closed));
});

test("the official client connects to North Pole and hears Santa", async ({ page, request }) => {
  const minted = await request.post(`${NORTH_POLE}/v1/realtime/client_secrets`, {
    headers: { authorization: "Bearer sk-north-pole" },
    data: {
      expires_after: { anchor: "created_at", seconds: 60 },
      session: { type: "realtime", model: "gpt-realtime-2.1-mini", instructions, audio: { output: { voice: "cedar" } } },
    },
  });
  expect(minted.status()).toBe(200);
  const { value: token } = await minted.json();

  await page.goto(siteUrl);
  await page.waitForFunction(() => "callSanta" in window);
  // A browser lets a page make sound only after a tap.
  await page.getByRole("button", { name: "Call" }).click();
  const callId = await page.evaluate(
    ([url, key, told]) => window.callSanta(url!, key!, told!),
    [`${NORTH_POLE}/v1/realtime/calls`, token as string, instructions],
  );
  expect(callId).toMatch(/^rtc_/);

  const heard = () => page.evaluate(() => window.heard() as Heard);
  await expect.poll(async () => (await heard()).eventTypes, { timeout: 20_000 }).toContain("output_audio_buffer.stopped");
  const greeting = await heard();
  expect(greeting.errors).toEqual([]);
  expect(greeting.status).toContain("connected");
  expect(greeting.eventTypes.slice(0, 2)).toEqual(["session.created", "session.updated"]);
  expect(greeting.transcript).toContain("Ho ho ho, Alma!");
  expect(greeting.transcript).toContain("an AI, not a person");
  // Silence is 0 here; speech at a comfortable loudness peaks well above a tenth of full scale.
  expect(greeting.loudest).toBeGreaterThan(0.1);

  await page.evaluate(() => window.hangUp());
  const report = async () => (await request.get(`${NORTH_POLE}/reports/${callId}`)).json();
  await expect.poll(async () => (await report()).ended_by, { timeout: 10_000 }).toBe("client");
  const { connected, offered_video, heard_seconds } = await report();
  expect({ connected, offered_video }).toEqual({ connected: true, offered_video: false });
  expect(heard_seconds).toBeGreaterThan(1);
});
