// Buying over HTTP and paying at the stand-in without its page, for tests that are about something else.
import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import type { Parent } from "../edge/parent.ts";
import { rows } from "../edge/database.ts";
import { NORTH_POLE } from "../stack/address.ts";

/** The version of the sentence beside the tick. */
const WISH_VERSION = "2026-11-01";

export interface Begun {
  purchase: string;
  /** Stripe's id of the payment page. */
  session: string;
}

/** Opens a payment page. */
export async function begun(parent: Parent, pack = "ten", expressWish = true): Promise<Begun> {
  const started = await parent.browser.post("/api/purchases", {
    pack, express_wish: expressWish, wish_version: WISH_VERSION, click: randomBytes(16).toString("hex"),
  });
  expect(started.status).toBe(201);
  return { purchase: started.body.purchase, session: started.body.url.split("/").pop() };
}

/** Does something about a payment that has no button for us: `pay`, `arrive`, `fail` and so on. */
export async function atStripe(session: string, action: string): Promise<void> {
  const done = await fetch(`${NORTH_POLE}/stripe/sessions/${session}/${action}`, { method: "POST" });
  expect(done.status, action).toBe(200);
}

/** Buys, and waits until the credits are there. */
export async function bought(parent: Parent, pack: string, expressWish = true): Promise<Begun> {
  const before = await parent.balance();
  const begin = await begun(parent, pack, expressWish);
  await atStripe(begin.session, "pay");
  await expect.poll(() => parent.balance()).toBeGreaterThan(before);
  return begin;
}

/** What the stand-in's books say of an account's payment pages, oldest first. */
export async function paymentsOf(email: string): Promise<{ id: string; amount_refunded: number }[]> {
  const own = rows(
    `SELECT session_id FROM purchases JOIN account_wallets USING (wallet_id) JOIN accounts ON accounts.id = account_id
     WHERE email = ? ORDER BY purchases.created_at_ms`,
    email,
  );
  const { sessions } = (await (await fetch(`${NORTH_POLE}/stripe/report`)).json()) as { sessions: any[] };
  return own.map(({ session_id }) => sessions.find(({ id }) => id === session_id));
}
