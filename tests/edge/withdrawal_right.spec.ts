// R23: the right of withdrawal, at the edge: what is unused goes back, once, within fourteen days, with a receipt.
import { expect, test } from "../stack/test.ts";
import { DAY, SECOND, cron, forward } from "./http.ts";
import { mailTo } from "./north_pole.ts";
import { CONSENT, type Parent } from "./parent.ts";
import { type Purchase, Shop } from "./stripe.ts";

let shop: Shop;

// One second edge for all of them, one after the other.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  shop = await Shop.open();
});
test.afterAll(() => shop.close());
test.beforeEach(() => {
  shop.stripe.fault = undefined;
  shop.stripe.paidBackMinor = 0;
  shop.stripe.asked.length = 0;
});
test.afterEach(() => expect(shop.findings()).toEqual([]));

const withdraw = (parent: Parent, purchase: Purchase) => parent.browser.post(`/api/purchases/${purchase.id}/withdrawal`);
const offers = async (parent: Parent) =>
  (await parent.browser.get("/api/withdrawal")).body.map((offer: any) => [offer.purchase, offer.returned_credits, offer.refund_minor]);
const refunds = () => shop.stripe.asks("POST", "/v1/refunds").map(({ form }) => Number(form.get("amount")));

/** A parent with a child, so that minutes can be used. */
async function family(): Promise<{ parent: Parent; use: (minutes: number) => Promise<void>; child: string }> {
  const parent = await shop.parent();
  await parent.browser.post("/api/consents", CONSENT);
  const child = (await parent.browser.post("/api/children", { name: "Alma", age: 6, language: "da" })).body.id;
  const use = async (minutes: number) => {
    for (let n = 0; n < minutes; n++) {
      const { call } = await parent.call(child);
      await parent.end(call);
    }
  };
  return { parent, use, child };
}

test("R23: unused credits go back at the price that was paid for them, rounded up for the parent", async () => {
  const { parent, use } = await family();
  const purchase = await shop.buy(parent, { pack: "sixty" });
  await use(1);
  expect(await offers(parent)).toEqual([[purchase.id, 59, 19569]]);
  const done = await withdraw(parent, purchase);
  expect(done.status).toBe(200);
  expect(done.body).toMatchObject({ purchase: purchase.id, returned_credits: 59, refund_minor: 19569, currency: "dkk" });
  expect(await parent.balance()).toBe(0);
  expect(shop.ledger(purchase)).toEqual(["purchase 60", "hold -10", "release 10", "charge -1", "withdrawal -59"]);
  await expect.poll(refunds).toEqual([19569]);
  // Stripe's own word of it takes nothing more, and the rest, paid back by hand, is less than a minute's price.
  for (const minor of [19569, 19900]) {
    await shop.refunded(purchase, minor);
    expect(await parent.balance()).toBe(0);
  }
});

test("P9: what is paid back by hand after a withdrawal takes only what the withdrawal had left", async () => {
  const { parent, use } = await family();
  const purchase = await shop.buy(parent);
  await use(3);
  expect((await withdraw(parent, purchase)).body).toMatchObject({ returned_credits: 7, refund_minor: 3430 });
  await shop.refunded(purchase, 490);
  expect(await parent.balance(), "before Stripe tells of ours").toBe(0);
  await shop.refunded(purchase, 3430 + 980);
  expect(await parent.balance()).toBe(-2);
  expect(shop.ledger(purchase).slice(-2)).toEqual(["withdrawal -7", "refund -2"]);
});

test("R23: where a part was paid back by hand and nobody has told of it, the rest goes back", async () => {
  const parent = await shop.parent();
  const purchase = await shop.buy(parent);
  shop.stripe.paidBackMinor = 2000;
  // Stripe refuses more than is left.
  shop.stripe.fault = { path: "/v1/refunds", status: 400, times: 1 };
  expect((await withdraw(parent, purchase)).body).toMatchObject({ returned_credits: 10, refund_minor: 4900 });
  await expect.poll(refunds).toEqual([4900, 2900]);
  await forward(DAY, shop.edge.url);
  await cron(shop.edge.url);
  expect(refunds(), "it is done").toEqual([4900, 2900]);
  await shop.refunded(purchase, 4900);
  expect(await parent.balance()).toBe(0);
});

test("R23: without the wish to begin at once everything goes back, used minutes too", async () => {
  const { parent, use } = await family();
  const purchase = await shop.buy(parent, { express_wish: false });
  await use(2);
  expect(await offers(parent)).toEqual([[purchase.id, 8, 4900]]);
  const done = await withdraw(parent, purchase);
  expect(await parent.balance()).toBe(0);
  await expect.poll(refunds).toEqual([4900]);
  // Before Stripe has told of the refund it is not ordered again.
  expect((await withdraw(parent, purchase)).body).toEqual(done.body);
  expect(await offers(parent)).toEqual([]);
  await cron(shop.edge.url);
  expect(refunds()).toEqual([4900]);
});

test("R23: where most was paid back by hand before, the rest is ordered once, whatever Stripe has told", async () => {
  const { parent, use } = await family();
  const purchase = await shop.buy(parent, { express_wish: false });
  await use(10);
  await shop.refunded(purchase, 4463);
  const done = await withdraw(parent, purchase);
  expect(done.body).toMatchObject({ refund_minor: 437 });
  expect((await withdraw(parent, purchase)).body).toEqual(done.body);
  expect(await offers(parent)).toEqual([]);
  await cron(shop.edge.url);
  expect(refunds()).toEqual([437]);
});

test("R23: asked twice, or ten times at once, it is withdrawn once and answered alike", async () => {
  const parent = await shop.parent();
  const purchase = await shop.buy(parent);
  const answers = await Promise.all(Array.from({ length: 10 }, () => withdraw(parent, purchase)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  for (const { body } of answers) expect(body).toEqual(answers[0].body);
  expect((await withdraw(parent, purchase)).body).toEqual(answers[0].body);
  expect(shop.ledger(purchase)).toEqual(["purchase 10", "withdrawal -10"]);
  await cron(shop.edge.url);
  expect(refunds()).toEqual([4900]);
});

test("R23: the receipt comes by mail with the moment and the amount", async () => {
  const parent = await shop.parent();
  const purchase = await shop.buy(parent);
  await withdraw(parent, purchase);
  const find = async () => (await mailTo(parent.email)).filter(({ subject }) => /fortrudt/.test(subject));
  await expect.poll(find).toHaveLength(1);
  const [mail] = await find();
  expect(mail.subject).toBe("Du har fortrudt dit køb: 49,00 kr. er på vej tilbage");
  expect(mail.text).toContain(purchase.id);
  expect(mail.text).toContain("Penge, du får tilbage: 49,00 kr.");
  expect(mail.text).toMatch(/din fortrydelse \d+\. \w+ \d{4} (kl\. )?\d\d[.:]\d\d/);
});

test("R23: the fourteenth day is given in full, the day after is too late", async () => {
  const parent = await shop.parent();
  const first = await shop.buy(parent);
  const [{ until_ms, paid_at_ms }] = (await parent.browser.get("/api/withdrawal")).body;
  expect(until_ms - paid_at_ms).toBe(15 * DAY);
  await forward(15 * DAY - 60 * SECOND, shop.edge.url);
  expect(await offers(parent)).toHaveLength(1);
  await forward(61 * SECOND, shop.edge.url);
  expect(await offers(parent)).toEqual([]);
  expect((await withdraw(parent, first)).code).toBe("nothing_to_withdraw");
  expect(await parent.balance()).toBe(10);
});

test("R23: gifts are used first, then the oldest purchase, and each returns what is left of it", async () => {
  const { parent, use } = await family();
  const old = await shop.buy(parent);
  const gifted = "gift:test:" + old.id;
  const [{ wallet_id }] = shop.rows("SELECT wallet_id FROM purchases WHERE id = ?", old.id);
  shop.rows("INSERT INTO ledger (wallet_id, kind, credits, idempotency_key, created_at_ms) VALUES (?, 'gift', 2, ?, ?) RETURNING 1", wallet_id, gifted, Date.now());
  shop.rows("INSERT INTO lots (ledger_key, wallet_id, credits, price_minor, currency, created_at_ms) VALUES (?, ?, 2, 0, NULL, ?) RETURNING 1", gifted, wallet_id, Date.now());
  await forward(SECOND, shop.edge.url);
  const young = await shop.buy(parent, { pack: "thirty" });
  await use(5);
  expect(await offers(parent)).toEqual([[young.id, 30, 11900], [old.id, 7, 3430]]);
  await withdraw(parent, old);
  expect(await offers(parent)).toEqual([[young.id, 30, 11900]]);
  expect(await parent.balance()).toBe(30);
  await withdraw(parent, young);
  expect(await parent.balance()).toBe(0);
});

test("R23: while a call goes on its credits count as used, and withdrawing waits for its end", async () => {
  const { parent, child } = await family();
  const purchase = await shop.buy(parent, { pack: "thirty" });
  const { call } = await parent.call(child);
  expect(await offers(parent)).toEqual([[purchase.id, 20, 7934]]);
  expect((await withdraw(parent, purchase)).code).toBe("call_in_progress");
  await parent.end(call);
  expect((await withdraw(parent, purchase)).body).toMatchObject({ returned_credits: 29, refund_minor: 11504 });
});

test("P9: a call that starts while a purchase is withdrawn from never finds credits that are gone", async () => {
  for (let n = 0; n < 6; n++) {
    const { parent, child } = await family();
    const purchase = await shop.buy(parent);
    const [call, withdrawal] = await Promise.all([parent.start(child), withdraw(parent, purchase)]);
    expect([201, 402]).toContain(call.status);
    expect([200, 409]).toContain(withdrawal.status);
    expect(call.status === 201 && withdrawal.status === 200 ? "both" : "one of them").toBe("one of them");
    expect(await parent.balance()).toBeGreaterThanOrEqual(0);
    if (call.status === 201) await parent.end(call.body.call);
  }
});

test("R23: what the bank claims, or gave back before, is not paid out as well", async () => {
  const parent = await shop.parent();
  const claimed = await shop.buy(parent);
  await shop.disputed(claimed, "created", "needs_response");
  expect((await withdraw(parent, claimed)).code).toBe("nothing_to_withdraw");
  await shop.disputed(claimed, "closed", "won");
  expect((await withdraw(parent, claimed)).status).toBe(200);
  const partly = await shop.buy(parent, { express_wish: false });
  await shop.refunded(partly, 980);
  expect((await withdraw(parent, partly)).body).toMatchObject({ returned_credits: 8, refund_minor: 3920 });
  await expect.poll(refunds).toEqual([4900, 3920]);
});

test("nobody withdraws from somebody else's purchase, or from one that was not paid", async () => {
  const parent = await shop.parent();
  const open = await shop.begin(parent);
  expect((await withdraw(parent, open)).code).toBe("nothing_to_withdraw");
  const purchase = await shop.buy(parent);
  expect((await withdraw(await shop.parent(), purchase)).code).toBe("not_found");
  expect(await parent.balance()).toBe(10);
});

test("P9: a refund that Stripe does not take is tried again under the same key until it is done, once", async () => {
  const parent = await shop.parent();
  const purchase = await shop.buy(parent);
  shop.stripe.fault = { path: "/v1/refunds", status: 500, times: 2 };
  expect((await withdraw(parent, purchase)).status).toBe(200);
  await expect.poll(refunds).toHaveLength(1);
  for (let n = 0; n < 4; n++) {
    await forward(600 * SECOND, shop.edge.url);
    await cron(shop.edge.url);
  }
  const tries = shop.stripe.asks("POST", "/v1/refunds");
  expect(tries).toHaveLength(3);
  expect(new Set(tries.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  expect(shop.rows("SELECT done_at_ms IS NOT NULL AS done FROM provider_jobs WHERE payment_id = ?", purchase.payment)).toEqual([{ done: 1 }]);

  // Done, but the answer was lost, and so long ago that Stripe has forgotten the key: it is asked before it is told again.
  const other = await shop.buy(parent);
  shop.stripe.asked.length = 0;
  shop.stripe.fault = { path: "/v1/refunds", cutOff: true, times: 1 };
  await withdraw(parent, other);
  await expect.poll(refunds).toHaveLength(1);
  await forward(2 * DAY, shop.edge.url);
  await cron(shop.edge.url);
  expect(shop.stripe.asks("GET", "/v1/refunds")).toHaveLength(1);
  expect(refunds()).toHaveLength(1);
  expect(shop.rows("SELECT done_at_ms IS NOT NULL AS done FROM provider_jobs WHERE payment_id = ?", other.payment)).toEqual([{ done: 1 }]);
});

test("P9: an order on a payment that the bank has taken ends with the dispute, and says how", async () => {
  for (const [lostMinor, outcome] of [[4900, "by_the_bank"], [1000, "by_hand"]] as const) {
    const parent = await shop.parent();
    const purchase = await shop.buy(parent);
    // Stripe pays nothing back of what is disputed; nobody has told of the dispute yet.
    shop.stripe.fault = { path: "/v1/refunds", status: 400, code: "charge_disputed", times: 99 };
    expect((await withdraw(parent, purchase)).body).toMatchObject({ returned_credits: 10, refund_minor: 4900 });
    const job = () => shop.rows("SELECT done_at_ms IS NOT NULL AS done, outcome FROM provider_jobs WHERE payment_id = ?", purchase.payment);
    await shop.disputed(purchase, "created", "needs_response", lostMinor);
    await forward(600 * SECOND, shop.edge.url);
    await cron(shop.edge.url);
    expect(job(), "while it is open, either may still come").toEqual([{ done: 0, outcome: null }]);
    await shop.disputed(purchase, "closed", "lost", lostMinor);
    await forward(DAY, shop.edge.url);
    await cron(shop.edge.url);
    expect(job()).toEqual([{ done: 1, outcome }]);
    const tries = refunds().length;
    await forward(DAY, shop.edge.url);
    await cron(shop.edge.url);
    expect(refunds(), "and is not asked for again").toHaveLength(tries);
    expect(shop.ledger(purchase)).toEqual(["purchase 10", "withdrawal -10"]);
    shop.stripe.asked.length = 0;
  }
});

test("P9: an error that Stripe keeps under its key holds a refund up for a day and not for ever", async () => {
  const parent = await shop.parent();
  const purchase = await shop.buy(parent);
  shop.stripe.fault = { path: "/v1/refunds", status: 500, kept: true, times: 1 };
  expect((await withdraw(parent, purchase)).status).toBe(200);
  await expect.poll(refunds).toHaveLength(1);
  const isDone = () => shop.rows("SELECT done_at_ms IS NOT NULL AS done FROM provider_jobs WHERE payment_id = ?", purchase.payment);
  await forward(600 * SECOND, shop.edge.url);
  await cron(shop.edge.url);
  expect(refunds(), "asked again under the same key, it repeats its error").toHaveLength(2);
  expect(isDone()).toEqual([{ done: 0 }]);
  await forward(DAY, shop.edge.url);
  await cron(shop.edge.url);
  expect(isDone()).toEqual([{ done: 1 }]);
  const keys = shop.stripe.asks("POST", "/v1/refunds").map(({ headers }) => headers["idempotency-key"]);
  expect([keys.length, new Set(keys).size]).toEqual([3, 2]);
});

test("R23: in the history stand the purchase, what was used, and what went back, with money and balance", async () => {
  const { parent, use } = await family();
  const purchase = await shop.buy(parent, { express_wish: false });
  await use(1);
  await withdraw(parent, purchase);
  const { entries, balance, on_hold } = (await parent.browser.get("/api/history")).body;
  expect([balance, on_hold]).toEqual([0, 0]);
  expect(entries.map((entry: any) => [entry.kind, entry.credits, entry.balance, entry.amount_minor, entry.purchase])).toEqual([
    ["withdrawal", -9, 0, -4900, purchase.id],
    ["call", -1, 9, null, null],
    ["purchase", 10, 10, 4900, purchase.id],
  ]);
});
