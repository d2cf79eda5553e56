// Who may call along, and what the edge believes of a device's clock.
import { expect, test } from "../stack/test.ts";
import { paired } from "./paired.ts";
import { Parent } from "./parent.ts";

const child = async (parent: Parent, name: string, age: number): Promise<string> =>
  (await parent.browser.post("/api/children", { name, age, language: "da" })).body.id;

test("up to four children of one account call together, each once, and no stranger's child", async () => {
  const { parent, child: alma } = await Parent.withChild();
  const { child: strangers } = await Parent.withChild();
  const siblings = [await child(parent, "Viggo", 4), await child(parent, "Ida", 9), await child(parent, "Karl", 11)];
  const fifth = await child(parent, "Asta", 6);
  const start = (siblings: unknown, more = {}) => parent.browser.post("/api/calls", { child: alma, siblings, ...more });

  expect((await start([strangers])).status).toBe(404);
  expect((await start([...siblings, fifth])).status).toBe(400);
  expect((await start([alma])).status).toBe(400);
  expect((await start([fifth, fifth])).status).toBe(400);
  for (const offset of [-721, 841, 1e9, "60"]) {
    expect((await start([], { utc_offset_minutes: offset })).status, String(offset)).toBe(400);
  }
  const together = await start(siblings, { utc_offset_minutes: 60 });
  expect(together.status).toBe(201);
  await parent.end(together.body.call);
});

test("R6: a device that was paired for one child calls for no other beside it", async () => {
  const { parent, child: alma } = await Parent.withChild();
  const viggo = await child(parent, "Viggo", 4);
  const device = await paired(parent, { child: alma });
  const answer = await device.post("/api/calls", { child: alma, siblings: [viggo] });
  expect(answer.status).toBe(404);
});
