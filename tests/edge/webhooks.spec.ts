// Stripe's notices: believed only when signed, done once whatever comes twice, late or in another order.
import { randomBytes } from "node:crypto";
import { expect, test } from "../stack/test.ts";
import { DAY, HOUR, cron, forward } from "./http.ts";
import { codeIn, mailTo } from "./north_pole.ts";
import { ALMA, CONSENT, type Parent } from "./parent.ts";
import { KEY, NEXT_SECRET, type Purchase, SECRET, Shop, event, signature } from "./stripe.ts";

let shop: Shop;

// One second edge for all of them, one after the other.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  shop = await Shop.open();
});
test.afterAll(() => shop.close());
test.beforeEach(() => {
  shop.stripe.fault = undefined;
  shop.stripe.asked.length = 0;
});
// Whatever a test has sent, the books are even.
test.afterEach(() => expect(shop.findings()).toEqual([]));

test("P9: a payment is credited once, however often and by whatever kind it is told", async () => {
  const parent = await shop.parent();
  const purchase = await shop.begin(parent);
  expect(await parent.balance()).toBe(0);
  const session = shop.paid(purchase);
  const told = event("checkout.session.completed", session);
  const statuses = await Promise.all([
    ...Array.from({ length: 4 }, () => shop.post(told)),
    ...Array.from({ length: 4 }, () => shop.tell("checkout.session.async_payment_succeeded", session)),
  ]);
  expect(statuses).toEqual(Array(8).fill(200));
  expect(await shop.post(told)).toBe(200);
  expect(await parent.balance()).toBe(10);
  expect(shop.ledger(purchase)).toEqual(["purchase 10"]);
  expect(shop.rows("SELECT credits, price_minor, currency FROM lots WHERE ledger_key = ?", `purchase:${purchase.session}`)).toEqual([
    { credits: 10, price_minor: 4900, currency: "dkk" },
  ]);
});

test("what is not signed, or not now, or was changed, is refused and leaves nothing", async () => {
  const parent = await shop.parent();
  const purchase = await shop.begin(parent);
  const body = event("checkout.session.completed", shop.paid(purchase));
  const now = Math.floor(Date.now() / 1000);
  const good = signature(body);
  const before = shop.everything();
  const log = shop.edge.log.length;
  const attempts: [string, string, string][] = [
    ["unsigned", body, ""],
    ["nonsense", body, "t=now,v1=none"],
    ["another secret", body, signature(body, "whsec_of_somebody_else")],
    ["stale", body, signature(body, SECRET, now - 301)],
    ["of the future", body, signature(body, SECRET, now + 330)],
    ["tampered", body.replace('"amount_total":4900', '"amount_total":1'), good],
    ["truncated", body.slice(0, -1), good],
    ["a newline more", `${body}\n`, good],
    ["another time", body, good.replace(/t=\d+/, `t=${now + 1}`)],
    ["the scheme of tests", body, good.replace("v1=", "v0=")],
  ];
  for (const [what, sent, header] of attempts) expect([what, await shop.post(sent, header)]).toEqual([what, 400]);
  const long = event("customer.created", { note: "a".repeat(300_000) });
  expect(await shop.post(long, signature(long))).toBe(400);
  expect(shop.everything()).toBe(before);
  const written = (await shop.edge.logUntilNow()).slice(log);
  expect(written.match(/"event":"notice_refused"/g)).toHaveLength(attempts.length + 1);
  for (const secret of [SECRET, NEXT_SECRET, KEY, good.split("v1=")[1], purchase.session, parent.email]) {
    expect(written).not.toContain(secret);
  }
  // And the very same, as it was signed, is taken.
  expect(await shop.post(body, good)).toBe(200);
  expect(await parent.balance()).toBe(10);
});

test("while the secret is changed, either is taken", async () => {
  const parent = await shop.parent();
  for (const [secret, balance] of [[SECRET, 10], [NEXT_SECRET, 20]] as const) {
    const body = event("checkout.session.completed", shop.paid(await shop.begin(parent)));
    expect(await shop.post(body, signature(body, secret))).toBe(200);
    expect(await parent.balance()).toBe(balance);
  }
  const both = event("customer.created", {});
  expect(await shop.post(both, `${signature(both, "whsec_gone")},v1=${signature(both, NEXT_SECRET).split("v1=")[1]}`)).toBe(200);
});

test("an event that is sent again days later is done once", async () => {
  const parent = await shop.parent();
  const purchase = await shop.begin(parent);
  const body = event("checkout.session.completed", shop.paid(purchase));
  expect(await shop.post(body)).toBe(200);
  await forward(3 * DAY, shop.edge.url);
  const days = Math.floor(Date.now() / 1000) - 3 * 24 * 60 * 60;
  expect(await shop.post(body, signature(body, SECRET, days)), "with the signature of then").toBe(400);
  expect(await shop.post(body), "signed anew").toBe(200);
  expect(shop.ledger(purchase)).toEqual(["purchase 10"]);
});

test("kinds that we do not act on are taken and leave nothing; one that can't be read is our fault", async () => {
  const before = shop.everything();
  for (const kind of ["customer.created", "payment_intent.succeeded", "charge.dispute.updated", "of.the.year.2031"]) {
    expect(await shop.tell(kind, { id: "x" })).toBe(200);
  }
  const inquiry = { id: "dp_1", payment_intent: "pi_1", amount: 4900, status: "warning_needs_response" };
  expect(await shop.tell("charge.dispute.created", inquiry)).toBe(200);
  const log = shop.edge.log.length;
  for (const kind of ["charge.refunded", "checkout.session.completed", "charge.dispute.closed"]) {
    expect(await shop.tell(kind, { id: "x" })).toBe(500);
  }
  expect(await shop.post("[]")).toBe(500);
  expect(shop.everything()).toBe(before);
  expect((await shop.edge.logUntilNow()).slice(log).match(/"event":"alert"/g)).toHaveLength(4);
});

test("an amount or a currency that is not our price credits nothing and alarms", async () => {
  const parent = await shop.parent();
  const purchase = await shop.begin(parent);
  const session = shop.paid(purchase);
  const before = shop.everything();
  for (const wrong of [{ amount_total: 4899 }, { amount_total: 49000 }, { currency: "isk" }]) {
    const log = shop.edge.log.length;
    expect(await shop.tell("checkout.session.completed", { ...session, ...wrong })).toBe(500);
    // What the edge wrote comes by a pipe, and may come after its answer.
    await expect.poll(() => shop.edge.log.slice(log)).toContain("a payment is not the price of its purchase");
  }
  // What the metadata says is nobody's word.
  expect(await shop.tell("checkout.session.completed", { ...session, amount_total: 100, metadata: { pack: "sixty", credits: "60" } })).toBe(500);
  const unknown = { ...session, id: "cs_unknown", payment_intent: "pi_unknown", client_reference_id: randomBytes(16).toString("hex") };
  expect(await shop.tell("checkout.session.completed", unknown), "a reference of ours that is not known").toBe(500);
  expect(await shop.tell("checkout.session.completed", { ...unknown, client_reference_id: "a mug" }), "something else").toBe(200);
  expect(shop.everything()).toBe(before);
  expect(await parent.balance()).toBe(0);
});

test("partial refunds take their share each, and hearing of them again takes nothing", async () => {
  const parent = await shop.parent();
  const purchase = await shop.buy(parent);
  for (const [minor, balance] of [[489, 10], [1000, 8], [1000, 8], [490, 8], [2450, 5], [4900, 0], [2450, 0]] as const) {
    expect(await shop.refunded(purchase, minor)).toBe(200);
    expect([minor, await parent.balance()]).toEqual([minor, balance]);
  }
  expect(shop.ledger(purchase)).toEqual(["purchase 10", "refund -2", "refund -3", "refund -5"]);
});

test("a refund may take the balance below zero: calls stop, the account stays", async () => {
  const shopper = await shop.parent();
  const { browser } = shopper;
  await browser.post("/api/consents", CONSENT);
  const child = (await browser.post("/api/children", ALMA)).body.id;
  const purchase = await shop.buy(shopper);
  const { call } = await shopper.call(child);
  await shopper.end(call);
  expect(await shopper.balance()).toBe(9);
  await shop.refunded(purchase, 4900);
  expect(await shopper.balance()).toBe(-1);
  expect((await shopper.start(child)).code).toBe("no_credits");
  await shop.buy(shopper);
  expect(await shopper.balance()).toBe(9);
  expect((await shopper.start(child)).status).toBe(201);
});

test("a dispute takes, a won one gives back, and one that is closed stays closed", async () => {
  const parent = await shop.parent();
  const won = await shop.buy(parent);
  await shop.disputed(won, "created", "needs_response");
  await shop.disputed(won, "created", "needs_response");
  expect(await parent.balance()).toBe(0);
  await shop.disputed(won, "closed", "won");
  expect(await parent.balance()).toBe(10);
  await shop.disputed(won, "created", "needs_response");
  expect(await parent.balance(), "heard of late").toBe(10);

  const lost = await shop.buy(parent);
  await shop.disputed(lost, "closed", "lost");
  await shop.disputed(lost, "created", "needs_response");
  await shop.disputed(lost, "closed", "won");
  expect(await parent.balance()).toBe(10);
  expect(shop.rows("SELECT status FROM disputes WHERE payment_id = ?", lost.payment)).toEqual([{ status: "lost" }]);
});

test("P9: whatever the order in which Stripe tells, the books come to the same", async () => {
  const parent = await shop.parent();
  const news: Record<string, (purchase: Purchase) => Promise<number>> = {
    paid: (purchase) => shop.tell("checkout.session.completed", shop.paid(purchase)),
    half: (purchase) => shop.refunded(purchase, 2450),
    more: (purchase) => shop.refunded(purchase, 2940),
    disputed: (purchase) => shop.disputed(purchase, "created", "needs_response", 1960),
    won: (purchase) => shop.disputed(purchase, "closed", "won", 1960),
  };
  const orders = permutations(Object.keys(news)).filter((_, n) => n % 5 === 0);
  expect(orders.length).toBeGreaterThan(20);
  let bought = 0;
  for (const order of orders) {
    // An hour has only so many purchases for one account.
    if (++bought % 15 === 0) await forward(2 * HOUR, shop.edge.url);
    const purchase = await shop.begin(parent);
    for (const name of order) expect([order, name, await news[name](purchase)]).toEqual([order, name, 200]);
    const [{ left }] = shop.rows(
      "SELECT SUM(credits) AS left FROM ledger WHERE instr(idempotency_key, ?) OR idempotency_key = ?",
      `:${purchase.payment}:`,
      `purchase:${purchase.session}`,
    );
    expect([order, left]).toEqual([order, 4]);
    const [row] = shop.rows("SELECT refund_booked, dispute_booked FROM purchases WHERE id = ?", purchase.id);
    expect([order, row]).toEqual([order, { refund_booked: 6, dispute_booked: 0 }]);
  }
});

test("P9: told all at once, nothing is lost and nothing doubled", async () => {
  const parent = await shop.parent();
  const purchase = await shop.begin(parent);
  const session = shop.paid(purchase);
  await Promise.all([
    shop.tell("checkout.session.completed", session),
    shop.refunded(purchase, 980),
    shop.refunded(purchase, 1960),
    shop.disputed(purchase, "created", "needs_response", 490),
    shop.tell("checkout.session.async_payment_succeeded", session),
    shop.refunded(purchase, 1960),
  ]).then((statuses) => expect(statuses).toEqual(Array(6).fill(200)));
  expect(await parent.balance()).toBe(5);
});

test("a page that is left, fails or pays later ends as it should, in any order", async () => {
  const parent = await shop.parent();
  const status = async (purchase: Purchase) => (await parent.browser.get(`/api/purchases/${purchase.id}`)).body.status;
  const later = await shop.begin(parent);
  const unpaid = { ...shop.stripe.sessions.get(later.session), status: "complete" };
  expect(await status(later)).toBe("open");
  await shop.tell("checkout.session.completed", unpaid);
  expect(await status(later)).toBe("pending");
  await shop.tell("checkout.session.async_payment_succeeded", shop.paid(later));
  expect(await status(later)).toBe("paid");
  await shop.tell("checkout.session.expired", { id: later.session });
  await shop.tell("checkout.session.async_payment_failed", { id: later.session });
  expect(await status(later)).toBe("paid");

  const failed = await shop.begin(parent);
  await shop.tell("checkout.session.async_payment_failed", { id: failed.session });
  await shop.tell("checkout.session.completed", { ...unpaid, id: failed.session });
  expect(await status(failed)).toBe("failed");
  const left = await shop.begin(parent);
  await shop.tell("checkout.session.expired", { id: left.session });
  expect(await status(left)).toBe("expired");
  expect(await parent.balance()).toBe(10);
});

async function deleted(parent: Parent): Promise<void> {
  await parent.browser.post("/api/account/confirm-code", { purpose: "delete_account" });
  const mail = (await mailTo(parent.email)).find(({ subject }) => /sletter din konto/.test(subject))!;
  expect((await parent.browser.post("/api/account/delete", { code: codeIn(mail) })).status).toBe(204);
}

test("P24: money for an account that is gone is booked without a name and goes back; Stripe forgets the customer", async () => {
  const parent = await shop.parent();
  const paidBefore = await shop.buy(parent);
  const purchase = await shop.begin(parent);
  const [{ customer_id }] = shop.rows(
    "SELECT customer_id FROM stripe_customers JOIN accounts ON accounts.id = account_id WHERE email = ?", parent.email,
  );
  const [account] = shop.rows("SELECT id FROM accounts WHERE email = ?", parent.email);
  // Stripe is down at first; the job waits for it.
  shop.stripe.fault = { path: "/v1/customers", status: 500, times: 1 };
  await deleted(parent);
  await expect.poll(() => shop.stripe.asks("DELETE", "/v1/customers")).toHaveLength(1);
  await forward(DAY, shop.edge.url);
  await cron(shop.edge.url);
  expect(shop.stripe.asks("DELETE", "/v1/customers").map(({ path }) => path)).toEqual(Array(2).fill(`/v1/customers/${customer_id}`));

  expect(await shop.tell("checkout.session.completed", shop.paid(purchase))).toBe(200);
  await expect.poll(() => shop.stripe.asks("POST", "/v1/refunds")).toHaveLength(1);
  const [{ form }] = shop.stripe.asks("POST", "/v1/refunds");
  expect([form.get("payment_intent"), form.get("amount")]).toEqual([purchase.payment, "4900"]);
  expect(await shop.refunded(purchase, 4900)).toBe(200);
  expect(await shop.refunded(paidBefore, 490)).toBe(200);
  expect(await shop.disputed(paidBefore, "closed", "lost")).toBe(200);
  expect(shop.rows("SELECT wallets.credits FROM wallets JOIN purchases ON wallet_id = wallets.id WHERE purchases.id = ?", purchase.id)).toEqual([
    { credits: 0 },
  ]);
  await cron(shop.edge.url);
  expect(shop.stripe.asks("POST", "/v1/refunds"), "a later round orders no second one").toHaveLength(1);
  const kept = shop.everything();
  for (const trace of [parent.email, account.id, customer_id]) expect(kept).not.toContain(trace);
});

test("a purchase that is paid twice is credited once and the second payment goes back", async () => {
  const parent = await shop.parent();
  const purchase = await shop.buy(parent);
  const second = { ...shop.stripe.sessions.get(purchase.session), id: "cs_second", payment_intent: `pi_second${purchase.id}` };
  expect(await shop.tell("checkout.session.completed", second)).toBe(200);
  expect(await shop.tell("checkout.session.completed", second)).toBe(200);
  await expect.poll(() => shop.stripe.asks("POST", "/v1/refunds")).toHaveLength(1);
  expect(shop.stripe.asks("POST", "/v1/refunds")[0].form.get("payment_intent")).toBe(`pi_second${purchase.id}`);
  await cron(shop.edge.url);
  expect(shop.stripe.asks("POST", "/v1/refunds"), "a later round orders no second one").toHaveLength(1);
  expect(await parent.balance()).toBe(10);
});

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, n) => permutations(items.toSpliced(n, 1)).map((rest) => [item, ...rest]));
}
