// The runtime is killed in the middle of things. Whatever was cut off, no credit is lost, doubled or held for ever.
import { NORTH_POLE, SECOND_EDGE } from "../stack/address.ts";
import { expect, test } from "../stack/test.ts";
import { inDatabase } from "./database.ts";
import { cron, DAY, forward, SECOND } from "./http.ts";
import { placeCall, reportOf } from "./north_pole.ts";
import { Parent } from "./parent.ts";
import { SecondEdge } from "./second_edge.ts";

let edge: SecondEdge;

// One second edge for all of them, one after the other.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  edge = new SecondEdge({
    PUBLIC_ORIGIN: SECOND_EDGE,
    OPENAI_BASE_URL: `${NORTH_POLE}/v1`,
  });
  await edge.start();
});
test.afterAll(() => edge.remove());

const rows = (sql: string): any[] => inDatabase((database) => database.prepare(sql).all(), edge.state);

/** Kills the edge `afterMs` into `request`, and starts it again. */
async function cutOff(request: () => Promise<unknown>, afterMs: number): Promise<void> {
  const cut = request().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  edge.kill();
  await cut;
  await edge.start();
}

test("a call's alarm survives the runtime", async () => {
  const { parent, child } = await Parent.withChild(edge.url);
  expect((await parent.start(child)).status).toBe(201);
  await forward(336 * SECOND, edge.url);
  edge.kill();
  await edge.start();
  await expect
    .poll(async () => (await parent.latestCall()).reason, { timeout: 20_000, intervals: [250] })
    .toBe("never_reported");
  expect(await parent.balance()).toBe(0);
});

test("cut off while starting and while ending, every hold comes back or is charged", async () => {
  for (const afterMs of [5, 20, 45]) {
    const { parent, child } = await Parent.withChild(edge.url);
    await cutOff(() => parent.start(child), afterMs);
  }
  for (const afterMs of [5, 15, 30]) {
    const { parent, child } = await Parent.withChild(edge.url);
    const { call } = await parent.call(child);
    await cutOff(() => parent.end(call), afterMs);
    // The app asks again, as it would; the first answer was lost, the charge must not be booked twice.
    expect((await parent.end(call)).body).toMatchObject({ charged: 1, balance: 4 });
  }
  await forward(DAY, edge.url);
  await cron(edge.url);

  expect(rows("SELECT id FROM calls WHERE status <> 'settled'")).toEqual([]);
  const keys = rows("SELECT idempotency_key AS key FROM ledger").map(({ key }) => key as string);
  const calls = rows("SELECT id, charged FROM calls");
  expect(calls.length).toBeGreaterThanOrEqual(4);
  for (const { id, charged } of calls) {
    expect(keys).toContain(`hold:${id}`);
    expect(keys).toContain(`release:${id}`);
    expect(keys.includes(`charge:${id}`)).toBe(charged > 0);
  }
  expect(keys.filter((key) => key.startsWith("hold:"))).toHaveLength(calls.length);
  const off = rows(
    `SELECT 1 FROM wallets JOIN ledger ON wallet_id = wallets.id GROUP BY wallets.id
     HAVING SUM(ledger.credits) <> wallets.credits`,
  );
  expect(off).toEqual([]);
});

test("a line that was cut off on its way to the meter is hung up with the call, and charged for its time", async () => {
  for (const reason of ["hung_up", "limit_reached"]) {
    const { parent, child } = await Parent.withChild(edge.url);
    const { body } = await parent.start(child);
    const line = await placeCall(body.calls_url, body.token);
    // What is left where the runtime falls between the row and the meter.
    const stands = "UPDATE calls SET status = 'live', lines = 1, openai_call_id = ?, connected_at_ms = started_at_ms WHERE id = ?";
    inDatabase((database) => database.prepare(stands).run(line, body.call), edge.state);
    await forward(65 * SECOND, edge.url);
    expect((await parent.end(body.call, reason)).body).toMatchObject({ charged: 2, balance: 3 });
    expect((await reportOf(line)).ended_by).toBe("hangup");
  }
});

test("a deletion that was cut off is brought to its end by cron, whoever signed in meanwhile", async () => {
  const parent = await Parent.signedIn(edge.url);
  const cutOffAfterItBegan = "UPDATE accounts SET leaving_since_ms = (SELECT created_at_ms FROM accounts WHERE email = ?1) WHERE email = ?1";
  inDatabase((database) => database.prepare(cutOffAfterItBegan).run(parent.email), edge.state);
  await forward(61 * SECOND, edge.url);
  await cron(edge.url);
  expect((await parent.browser.get("/api/overview")).code).toBe("sign_in_needed");
  expect(rows("SELECT email FROM accounts").map(({ email }) => email)).not.toContain(parent.email);
});
