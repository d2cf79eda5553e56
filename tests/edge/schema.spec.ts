// The rules that the database itself keeps, tried on SQLite with the very migrations.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "../stack/test.ts";

const MIGRATIONS = join(import.meta.dirname, "../../edge/migrations");

function migrated(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  database.exec("PRAGMA foreign_keys = ON");
  for (const file of readdirSync(MIGRATIONS).sort()) database.exec(readFileSync(join(MIGRATIONS, file), "utf8"));
  database.exec(`
    INSERT INTO accounts (id, email, language, created_at_ms) VALUES ('a', 'a@example.dk', 'da', 0);
    INSERT INTO wallets (id, created_at_ms) VALUES ('w', 0);
    INSERT INTO account_wallets VALUES ('a', 'w');
    INSERT INTO consents (id, account_id, text_version, language, method, send_to_openai, granted_at_ms)
      VALUES ('c', 'a', '1', 'da', 'confirmed_email', 1, 0);
    INSERT INTO children VALUES ('k', 'a', 'c', 'Alma', 6, 'da', '[]', '', '', 0, 0, 'helper');
  `);
  return database;
}

const balance = (database: DatabaseSync) => database.prepare(`SELECT credits FROM wallets`).get()!.credits;

let keys = 0;
const move = (database: DatabaseSync, kind: string, credits: number, key = `key:${keys++}`) =>
  database
    .prepare("INSERT INTO ledger (wallet_id, kind, credits, idempotency_key, created_at_ms) VALUES (?, ?, ?, ?, 0)")
    .run("w", kind, credits, key);

const startCall = (database: DatabaseSync, id: string, change: Record<string, unknown> = {}) => {
  const call = { id, account_id: "a", wallet_id: "w", child_id: "k", consent_id: "c", status: "held", held_credits: 1,
    limit_seconds: 60, started_at_ms: 1000, settle_by_ms: 2000, ...change } as Record<string, any>;
  const names = Object.keys(call);
  return database
    .prepare(`INSERT INTO calls (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`)
    .run(...Object.values(call));
};

test("the balance follows the ledger", () => {
  const database = migrated();
  for (const [kind, credits] of [["gift", 5], ["hold", -5], ["release", 5], ["charge", -2]] as const) {
    move(database, kind, credits);
  }
  expect(balance(database)).toBe(3);
});

test("a hold or a withdrawal below zero leaves nothing behind", () => {
  const database = migrated();
  move(database, "gift", 5);
  expect(() => move(database, "hold", -6)).toThrow("overdraft");
  expect(() => move(database, "withdrawal", -6)).toThrow("overdraft");
  expect(balance(database)).toBe(5);
  expect(database.prepare("SELECT COUNT(*) AS n FROM ledger").get()!.n).toBe(1);
});

test("a refund, a dispute or a charge is booked even below zero", () => {
  const database = migrated();
  move(database, "refund", -3);
  move(database, "dispute", -3);
  expect(balance(database)).toBe(-6);
  expect(() => move(database, "hold", -1)).toThrow("overdraft");
});

test("a movement is booked once", () => {
  const database = migrated();
  move(database, "gift", 5, "gift:welcome:a");
  expect(() => move(database, "gift", 5, "gift:welcome:a")).toThrow("UNIQUE constraint failed: ledger.idempotency_key");
  expect(balance(database)).toBe(5);
});

test("movements go the way of their kind", () => {
  const database = migrated();
  for (const [kind, credits] of [["gift", -1], ["purchase", -1], ["release", -1], ["hold", 1], ["charge", 1],
    ["withdrawal", 1], ["gift", 0], ["bonus", 1]] as const) {
    expect(() => move(database, kind, credits), `${kind} ${credits}`).toThrow("CHECK constraint failed");
  }
});

test("the ledger and the lots are never changed", () => {
  const database = migrated();
  move(database, "gift", 5, "g");
  database.exec(`INSERT INTO lots VALUES ('g', 'w', 5, 0, NULL, 0)`);
  expect(() => database.exec("UPDATE ledger SET credits = 50")).toThrow("ledger_append_only");
  expect(() => database.exec("DELETE FROM ledger")).toThrow("ledger_append_only");
  expect(() => database.exec("UPDATE lots SET credits = 50")).toThrow("lots_append_only");
});

test("a call needs consent that stands, and lets calls be made", () => {
  const consentOf = (change: string) => {
    const database = migrated();
    database.exec(change);
    return () => startCall(database, "x");
  };
  expect(consentOf("")).not.toThrow();
  expect(consentOf("UPDATE consents SET withdrawn_at_ms = 1")).toThrow("call_consent_needed");
  expect(
    consentOf(`INSERT INTO consents (id, account_id, text_version, language, method, send_to_openai, granted_at_ms)
      VALUES ('c2', 'a', '1', 'da', 'confirmed_email', 0, 1)`),
  ).toThrow("call_consent_needed");
  expect(() => startCall(migrated(), "x", { consent_id: "other" })).toThrow("call_consent_needed");
  expect(() => startCall(migrated(), "x", { child_id: "other" })).toThrow("child_missing");
});

test("consent can be withdrawn, and is otherwise as it was given", () => {
  const database = migrated();
  expect(() => database.exec("UPDATE consents SET send_to_openai = 0")).toThrow("consents_append_only");
  database.exec("UPDATE consents SET withdrawn_at_ms = 1");
  expect(() => database.exec("UPDATE consents SET withdrawn_at_ms = NULL")).toThrow("consents_append_only");
  expect(() => database.exec(`INSERT INTO children VALUES ('k2', 'a', 'c', 'Bo', 6, 'da', '[]', '', '', 0, 0, 'helper')`)).toThrow(
    "consent_needed",
  );
});

test("one call at a time", () => {
  const database = migrated();
  startCall(database, "x");
  expect(() => startCall(database, "y")).toThrow("UNIQUE constraint failed: calls.account_id");
  database.exec(`UPDATE calls SET status = 'settled', ended_at_ms = 1, seconds = 1, charged = 1, reason = 'hung_up'`);
  expect(() => startCall(database, "y")).not.toThrow();
});

test("a settled call stays as it was settled and keeps no id of OpenAI", () => {
  const database = migrated();
  startCall(database, "x", { openai_call_id: "rtc_1" });
  const settle = `UPDATE calls SET status = 'settled', ended_at_ms = 1, seconds = 1, charged = 1, reason = 'hung_up'`;
  expect(() => database.exec(settle)).toThrow("CHECK constraint failed");
  database.exec(`${settle}, openai_call_id = NULL`);
  expect(() => database.exec("UPDATE calls SET charged = 0")).toThrow("call_is_settled");
});
