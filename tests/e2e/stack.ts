// What a journey asks of the running stack, beyond what the tests of the edge ask: the latest report, the moved clock.
export { ledgerOf, rows } from "../edge/database.ts";
export { codeFor } from "../edge/north_pole.ts";

export const CALL_SANTA = process.env.CALL_SANTA_URL ?? "http://localhost:8797";
export const NORTH_POLE = process.env.NORTH_POLE_URL ?? "http://localhost:8798";

/** What the stand-in heard and said in one call. */
export interface Report {
  call_id: string;
  ended_by: string | null;
  language: string;
  /** What Santa was told before the call. */
  instructions: string;
  heard_speech_seconds: number;
  said: string[];
  offered_video: boolean;
  codecs: string[];
  client_events: { type: string }[];
  /** What of that OpenAI would have refused. */
  refused: { code: string; message: string }[];
  safety_identifier_present: boolean;
  hangup_requests: number;
}

/** The stand-in's report of its newest call. */
export async function latestReport(): Promise<Report> {
  const reports = (await (await fetch(`${NORTH_POLE}/reports`)).json()) as { call_id: string; created_at_ms: number }[];
  const latest = reports.sort((a, b) => b.created_at_ms - a.created_at_ms)[0];
  if (!latest) throw new Error("the stand-in has had no call");
  return (await (await fetch(`${NORTH_POLE}/reports/${latest.call_id}`)).json()) as Report;
}

/** Moves the clock of the edge forward; calls whose time is up are ended before this returns. */
export async function moveClock(forwardMs: number): Promise<void> {
  const answer = await fetch(`${CALL_SANTA}/api/test/clock`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: CALL_SANTA },
    body: JSON.stringify({ forward_ms: forwardMs }),
  });
  if (!answer.ok) throw new Error(`the clock did not move: ${answer.status} ${await answer.text()}`);
}
