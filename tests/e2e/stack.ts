// What a test may ask of the running stack: the stand-in's inbox and reports, the moved clock, the rows of the ledger.
import { DatabaseSync } from "node:sqlite";
import { globSync } from "node:fs";

export const CALL_SANTA = process.env.CALL_SANTA_URL ?? "http://localhost:8797";
export const NORTH_POLE = process.env.NORTH_POLE_URL ?? "http://localhost:8798";
const STATE = process.env.CALL_SANTA_STATE ?? "target/xtask/test-state";

/** What the stand-in heard and said in one call. */
export interface Report {
  call_id: string;
  connected: boolean;
  ended_by: string | null;
  language: string;
  heard_speech_seconds: number;
  said_seconds: number;
  said: string[];
  offered_video: boolean;
  codecs: string[];
  client_events: { type: string; [field: string]: unknown }[];
  safety_identifier_present: boolean;
  hangup_requests: number;
}

export async function json<T>(url: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${init?.method ?? "GET"} ${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The latest report; throws while there is none. */
export async function latestReport(): Promise<Report> {
  const reports = await json<{ call_id: string; created_at_ms: number }[]>(`${NORTH_POLE}/reports`);
  const latest = reports.sort((a, b) => b.created_at_ms - a.created_at_ms)[0];
  if (!latest) throw new Error("the stand-in has had no call");
  return json<Report>(`${NORTH_POLE}/reports/${latest.call_id}`);
}

/** The eight digits of the newest mail to an address; waits until there is one. */
export async function codeFor(address: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const mails = await json<{ text: string }[]>(`${NORTH_POLE}/inbox.json?to=${encodeURIComponent(address)}`);
    const code = mails[0]?.text.match(/\b(\d{4})\s?(\d{4})\b/);
    if (code) return `${code[1]}${code[2]}`;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no code came to ${address}`);
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

/** Rows of the local database, read beside the running runtime. */
export function rows<T>(sql: string, ...values: string[]): T[] {
  const files = globSync(`${STATE}/v3/d1/**/*.sqlite`).filter((file) => !file.includes("metadata"));
  for (const file of files) {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'ledger'").all();
      if (known.length > 0) return database.prepare(sql).all(...values) as T[];
    } finally {
      database.close();
    }
  }
  throw new Error(`no database under ${STATE}`);
}

/** The ledger of the account with this address, in the order of booking. */
export function ledgerOf(address: string): { kind: string; credits: number }[] {
  return rows(
    `SELECT ledger.kind, ledger.credits FROM ledger
       JOIN account_wallets USING (wallet_id)
       JOIN accounts ON accounts.id = account_wallets.account_id
      WHERE accounts.email = ? ORDER BY ledger.rowid`,
    address,
  );
}
