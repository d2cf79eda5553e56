// What the operator sees of use: how much a day, of whom never.
import { expect, test } from "../stack/test.ts";
import { inDatabase, rows } from "./database.ts";
import { Parent } from "./parent.ts";

const COUNTS = ["new_families", "sign_ins", "calls", "free_calls", "talked_minutes", "credits_used"];

/** All days added up: the tests' clock may move on to another day between two readings. */
function usage(): Record<string, number> {
  return { ...rows(`SELECT ${COUNTS.map((name) => `SUM(${name}) AS ${name}`).join(", ")} FROM daily_usage`)[0] };
}

test("P10: use is counted a day, and the view has no place for a person", async () => {
  const columns = inDatabase((database) => database.prepare("PRAGMA table_info(daily_usage)").all().map(({ name }) => name));
  expect(columns).toEqual(["day", ...COUNTS]);

  const before = usage();
  const { parent, child } = await Parent.withChild();
  const { call } = await parent.call(child);
  await parent.end(call);
  const after = usage();
  const grown = Object.fromEntries(COUNTS.map((name) => [name, after[name] - before[name]]));
  expect(grown).toMatchObject({ new_families: 1, sign_ins: 1, calls: 1, free_calls: 0, credits_used: 1 });

  for (const row of rows("SELECT * FROM daily_usage")) {
    expect(row.day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const name of COUNTS) expect(Number.isInteger(row[name]), `${name} is a count`).toBe(true);
  }
});
