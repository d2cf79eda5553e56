// The local database file, read beside the running edge: what is really stored, not what an endpoint says.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SQLInputValue } from "node:sqlite";
import { STATE } from "../stack/address.ts";

function file(state: string): string {
  const folder = join(state, "v3", "d1");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sqlite") && !name.endsWith("metadata.sqlite"))
    .map((name) => join(folder, name));
  if (files.length !== 1) throw new Error(`${files.length} databases under ${folder}`);
  return files[0];
}

/** Opens the database, lets `body` use it, closes it. */
export function inDatabase<T>(body: (database: DatabaseSync) => T, state = STATE): T {
  const database = new DatabaseSync(file(state));
  try {
    database.exec("PRAGMA busy_timeout = 5000");
    return body(database);
  } finally {
    database.close();
  }
}

/** The rows of a query. */
export function rows(sql: string, ...values: SQLInputValue[]): any[] {
  return inDatabase((database) => database.prepare(sql).all(...values));
}

/** The ledger of an account, oldest movement first, as `kind credits`. */
export function ledgerOf(email: string): string[] {
  return rows(
    `SELECT kind, ledger.credits FROM ledger JOIN account_wallets USING (wallet_id)
     JOIN accounts ON accounts.id = account_id WHERE email = ? ORDER BY number`,
    email,
  ).map((row) => `${row.kind} ${row.credits > 0 ? "+" : ""}${row.credits}`);
}
