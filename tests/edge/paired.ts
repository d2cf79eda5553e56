// A device that a parent has paired into kid mode, over HTTP.
import { expect } from "@playwright/test";
import { type Answer, Browser } from "./http.ts";
import { placeCall } from "./north_pole.ts";
import type { Parent } from "./parent.ts";
import { textOf } from "./qr.ts";

/** What a parent asks for; every child and any number of calls unless said otherwise. */
export interface Wanted {
  name?: string;
  child?: string | null;
  calls?: number | null;
}

export const invite = (parent: Parent, { name = "Tabletten", child = null, calls = null }: Wanted = {}): Promise<Answer> =>
  parent.browser.post("/api/pairings", { name, child, calls });

export const pair = (browser: Browser, secret: string): Promise<Answer> => browser.post("/api/pair", { secret });

/** The key in the QR code of an invitation. */
export function keyIn(invitation: Answer): string {
  const key = /#([0-9a-f]{32})$/.exec(textOf(invitation.body) ?? "")?.[1];
  expect(key, "the QR code holds a key").toBeTruthy();
  return key!;
}

/** A device that has just been paired by QR code. */
export async function paired(parent: Parent, wanted: Wanted = {}): Promise<Browser> {
  const invitation = await invite(parent, wanted);
  expect(invitation.status).toBe(201);
  const device = new Browser();
  expect((await pair(device, keyIn(invitation))).status).toBe(200);
  return device;
}

/** Starts a call from a device, places it at the stand-in and reports it. */
export async function callFrom(device: Browser, child: string): Promise<{ call: string; openaiCallId: string }> {
  const started = await device.post("/api/calls", { child });
  expect(started.status).toBe(201);
  const openaiCallId = await placeCall(started.body.calls_url, started.body.token);
  const reported = await device.post(`/api/calls/${started.body.call}/connected`, { openai_call_id: openaiCallId });
  expect(reported.status).toBe(204);
  return { call: started.body.call, openaiCallId };
}

export const end = (browser: Browser, call: string, reason = "hung_up") =>
  browser.post(`/api/calls/${call}/end`, { reason });
