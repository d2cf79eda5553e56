// Taking back what a test has changed of its stack: what goes wrong at the stand-in, its pace, and the clocks.
import { inDatabase } from "../edge/database.ts";
import { CALL_SANTA, NORTH_POLE } from "./address.ts";

/** What a test may have set at the stand-in, and the way back to how it was started. */
const SETTINGS: [method: string, path: string, body?: object][] = [
  ["DELETE", "/faults"],
  ["DELETE", "/pace"],
  ["DELETE", "/stripe/mischief"],
  ["POST", "/stripe/clock", { ahead_s: 0 }],
];

/** Puts the stand-in back to how it was started; what it knows stays. */
export async function resetNorthPole(): Promise<void> {
  const headers = { "content-type": "application/json" };
  await Promise.all(SETTINGS.map(async ([method, path, body]) => {
    const answer = await fetch(NORTH_POLE + path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }));
}

/** Puts the clock of the edge back to the time of day. Tries of a later time would count against everybody until then, so
 * they are forgotten. */
export async function setClockBack(): Promise<void> {
  if (!wasMoved()) return;
  const headers = { origin: CALL_SANTA };
  const answer = await fetch(`${CALL_SANTA}/api/test/clock`, { method: "DELETE", headers });
  if (!answer.ok) throw new Error(`the clock was not set back: ${answer.status}`);
  inDatabase((database) => database.exec("DELETE FROM code_requests; DELETE FROM pairing_tries"));
}

/** Whether the clock was moved, or a call goes on; looked up in the file, which costs nothing. */
function wasMoved(): boolean {
  return inDatabase((database) => {
    const tables = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'test_clock'").all();
    const calls = database.prepare("SELECT 1 FROM calls WHERE status <> 'settled' LIMIT 1").all();
    return calls.length > 0 || (tables.length > 0 && database.prepare("SELECT 1 FROM test_clock").all().length > 0);
  });
}
