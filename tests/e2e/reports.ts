// What the stand-in heard and said in calls, and what goes wrong in one that is under way.
import { expect } from "@playwright/test";
import { NORTH_POLE } from "../stack/address.ts";

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

/** What can go wrong in a call that is under way. */
export type CallFault = { drop_peer: true } | { freeze_sound: true } | { lose_network_for_ms: number };

/** Lets something go wrong in the newest call, now. */
export async function goWrong(fault: CallFault): Promise<void> {
  const answer = await fetch(`${NORTH_POLE}/calls/latest/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  });
  expect(answer.status, "the fault was taken").toBe(204);
}

/** How Santa talks and thinks in calls that begin from now on, until the end of the test. */
export async function setPace(pace: { speed?: number; think_ms?: number }): Promise<void> {
  const answer = await fetch(`${NORTH_POLE}/pace`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(pace),
  });
  expect(answer.ok, "the pace was taken").toBe(true);
}
