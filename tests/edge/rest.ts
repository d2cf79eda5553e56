// Waiting until nothing is left to be done: what has not come by then does not come.
import { expect } from "@playwright/test";
import { rows } from "./database.ts";
import { cron } from "./http.ts";

/** Waits until every letter to an address is sent. A letter is written with its cause and sent after the answer, so whatever an
 * answered request has caused has arrived then. */
export async function lettersSent(to: string): Promise<void> {
  await expect.poll(() => rows("SELECT kind FROM outbox WHERE address = ? AND status = 'waiting'", to)).toEqual([]);
}

/** Lets cron go round until a round finds nothing to write, to send or to delete: each sees to some accounts at a time, and
 * other tests have left theirs. */
export async function settled(): Promise<void> {
  const state = () =>
    JSON.stringify([
      rows("SELECT COUNT(*), MAX(written_at_ms) FROM letters_written"),
      rows("SELECT COUNT(*), MAX(created_at_ms) FROM outbox"),
      rows("SELECT COUNT(*) FROM accounts"),
    ]);
  await expect(async () => {
    const before = state();
    await cron();
    expect(rows("SELECT 1 FROM outbox WHERE status = 'waiting'")).toEqual([]);
    expect(state()).toBe(before);
  }).toPass({ timeout: 60_000, intervals: [0] });
}
