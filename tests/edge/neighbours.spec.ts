// That a test which leaves something behind does not touch the next one on its stack. (Those beside it have other stacks.)
import { expect, test } from "../stack/test.ts";
import { NORTH_POLE } from "../stack/address.ts";
import { rows } from "./database.ts";
import { DAY, forward } from "./http.ts";
import { Parent } from "./parent.ts";

// The second looks at what the first left.
test.describe.configure({ mode: "default" });

const at = async (path: string) => (await fetch(NORTH_POLE + path)).json();
const tell = async (path: string, body: object) => {
  const headers = { "content-type": "application/json" };
  expect((await fetch(NORTH_POLE + path, { method: "POST", headers, body: JSON.stringify(body) })).ok, path).toBe(true);
};

/** What was there before anything was left behind. */
let before: unknown;
const settings = async () => [await at("/faults"), await at("/pace"), await at("/stripe/mischief"), (await at("/stripe/clock")).ahead_s];

test("a test leaves faults, another pace, moved clocks and a call behind", async () => {
  before = await settings();
  await forward(40 * DAY);
  const { parent, child } = await Parent.withChild();
  await parent.call(child);
  await tell("/faults", { mint: "refuse", mail: "refuse" });
  await tell("/pace", { speed: 0.5, think_ms: 60_000 });
  await tell("/stripe/mischief", [{ times: 9, hold: true }]);
  await tell("/stripe/clock", { advance_s: 86_400 });
  expect(await settings()).not.toEqual(before);
});

test("its neighbour meets none of it", async () => {
  expect(before).toBeDefined();
  expect(await settings()).toEqual(before);
  expect(rows("SELECT id FROM calls WHERE status <> 'settled'")).toEqual([]);
  const { parent, child } = await Parent.withChild();
  const [{ created_at_ms }] = rows("SELECT created_at_ms FROM accounts WHERE email = ?", parent.email);
  expect(Math.abs(created_at_ms - Date.now())).toBeLessThan(60_000);
  expect((await parent.start(child)).status).toBe(201);
});
