// What a call may need besides its beginning and its end: a second line on the same hold, a grown-up, the place of a call
// whose page was lost.
import { NORTH_POLE } from "../stack/address.ts";
import { expect, test } from "../stack/test.ts";
import { ledgerOf, rows } from "./database.ts";
import { forward, MINUTE, SECOND } from "./http.ts";
import { mailTo, placeCall, reportOf, withFault } from "./north_pole.ts";
import { Parent } from "./parent.ts";
import { lettersSent } from "./rest.ts";

const CALLS_URL = `${NORTH_POLE}/v1/realtime/calls`;

test("a broken line is replaced on the same hold: the old one is hung up, the talk is charged once", async () => {
  const { parent, child } = await Parent.withChild();
  const { call, openaiCallId } = await parent.call(child);
  await forward(40 * SECOND);
  const again = await parent.reconnect(call);
  expect(again.status).toBe(201);
  expect(Object.keys(again.body).sort()).toEqual(["token", "token_expires_at_ms"]);
  expect(again.body.token).toMatch(/^ek_/);
  await expect.poll(async () => (await reportOf(openaiCallId)).ended_by).toBe("hangup");

  const second = await placeCall(CALLS_URL, again.body.token);
  expect((await parent.connected(call, second)).status).toBe(204);
  expect((await parent.connected(call, second)).status).toBe(204);
  expect((await parent.connected(call, "rtc_third")).code).toBe("call_over");
  await forward(30 * SECOND);
  expect((await parent.heartbeat(call)).status).toBe(204);
  // One minute and more since the first line stood: its time went on.
  expect((await parent.end(call)).body).toMatchObject({ charged: 2, balance: 3 });
  expect(ledgerOf(parent.email)).toEqual(["gift +5", "hold -5", "release +5", "charge -2"]);
  await expect.poll(async () => (await reportOf(second)).ended_by).toBe("hangup");
  expect((await reportOf(second)).safety_identifier_present).toBe(true);
});

test("a second line is given once, however many ask at once", async () => {
  const { parent, child } = await Parent.withChild();
  const { call } = await parent.call(child);
  const answers = await Promise.all([1, 2, 3, 4].map(() => parent.reconnect(call)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  expect((await parent.reconnect(call)).code).toBe("call_over");
  await parent.end(call);
  expect((await parent.reconnect(call)).code).toBe("call_over");
});

test("a token that ran out before the call was placed is replaced", async () => {
  const { parent, child } = await Parent.withChild();
  const { call } = (await parent.start(child)).body;
  const again = await parent.reconnect(call);
  expect(again.status).toBe(201);
  const line = await placeCall(CALLS_URL, again.body.token);
  expect((await parent.connected(call, line)).status).toBe(204);
  expect((await parent.connected(call, "rtc_another")).code).toBe("call_over");
  expect((await parent.end(call)).body).toMatchObject({ charged: 1 });
});

test("the limit counts from the first line", async () => {
  const { parent, child } = await Parent.withChild();
  const { call } = await parent.call(child);
  for (let n = 0; n < 4; n++) {
    await forward(43 * SECOND);
    await parent.heartbeat(call);
  }
  const again = await parent.reconnect(call);
  const second = await placeCall(CALLS_URL, again.body.token);
  await parent.connected(call, second);
  for (let n = 0; n < 3; n++) {
    await forward(43 * SECOND);
    await parent.heartbeat(call);
  }
  await forward(10 * SECOND);
  expect(await parent.latestCall()).toMatchObject({ charged: 5, reason: "limit_reached" });
  await expect.poll(async () => (await reportOf(second)).ended_by).toBe("hangup");
});

test("a second token of which nothing is ever heard costs what it could have cost", async () => {
  const { parent, child } = await Parent.withChild();
  const { call } = await parent.call(child);
  expect((await parent.reconnect(call)).status).toBe(201);
  await forward(MINUTE);
  expect(await parent.latestCall()).toMatchObject({ charged: 5, reason: "never_reported" });
});

test("a second line that can't be minted leaves the call to be ended, at the usual price", async () => {
  const { parent, child } = await Parent.withChild();
  const { call } = await parent.call(child);
  await forward(40 * SECOND);
  await parent.heartbeat(call);
  await forward(25 * SECOND);
  await withFault({ mint: "rate_limit" }, async () => {
    expect((await parent.reconnect(call)).code).toBe("voice_busy");
  });
  // It broke long after its first twenty seconds: each started minute is paid.
  expect((await parent.end(call, "connection_lost")).body).toMatchObject({ charged: 2, balance: 3 });
});

test("R9: that Santa asked for a grown-up is mailed at once and shown, and nothing of why is taken or kept", async () => {
  const { parent, child } = await Parent.withChild();
  const { call } = await parent.call(child);
  const letters = async () => (await mailTo(parent.email)).filter(({ subject }) => !/^\d{4} /.test(subject));
  expect((await parent.browser.post(`/api/calls/${call}/grown-up`, { why: "never to be kept" })).status).toBe(204);
  await expect.poll(async () => (await letters()).map(({ subject }) => subject)).toEqual(["Julemanden har bedt om en voksen"]);
  const [letter] = await letters();
  expect(letter.text).toContain("116 111");
  for (const part of [letter.text, letter.html]) expect(part).not.toMatch(/Alma|never to be kept/);

  // Said twice it is one letter.
  expect((await parent.callGrownUp(call)).status).toBe(204);
  expect(await parent.latestCall()).toMatchObject({ id: call, grown_up_wanted: true });
  await parent.end(call);
  await lettersSent(parent.email);
  expect(await letters()).toHaveLength(1);
  expect(rows("SELECT grown_up_wanted FROM calls WHERE id = ?", call)).toEqual([{ grown_up_wanted: 1 }]);
  expect(JSON.stringify(rows("SELECT * FROM outbox WHERE kind = 'grown_up_wanted'"))).not.toContain("never to be kept");
  // Another call says nothing of it.
  const next = await parent.call(child);
  expect(await parent.latestCall()).toMatchObject({ id: next.call, grown_up_wanted: false });
  await parent.end(next.call);
});

test("a call whose page was lost while it rang gives its place to another, and its hold back", async () => {
  const { parent, child } = await Parent.withChild();
  const lost = (await parent.start(child)).body.call;
  expect((await parent.start(child)).code).toBe("call_in_progress");
  const started = await parent.browser.post("/api/calls", { child, instead: true });
  expect(started.status).toBe(201);
  expect(started.body.call).not.toBe(lost);
  expect(rows("SELECT status, charged FROM calls WHERE id = ?", lost)).toEqual([{ status: "settled", charged: 0 }]);
  expect((await parent.end(started.body.call)).body).toMatchObject({ charged: 0, balance: 5 });
});

test("a call that goes on is hung up and paid for when another takes its place", async () => {
  const { parent, child } = await Parent.withChild();
  const { call, openaiCallId } = await parent.call(child);
  const started = await parent.browser.post("/api/calls", { child, instead: true });
  expect(started.status).toBe(201);
  await expect.poll(async () => (await reportOf(openaiCallId)).ended_by).toBe("hangup");
  expect(rows("SELECT charged, reason FROM calls WHERE id = ?", call)).toEqual([{ charged: 1, reason: "hung_up" }]);
  expect((await parent.end(started.body.call)).body).toMatchObject({ charged: 0, balance: 4 });
});
