// Buying: the pack table decides, a click buys once, success pages grant nothing, and what Stripe never told is asked for.
import { randomBytes } from "node:crypto";
import { NORTH_POLE } from "../stack/address.ts";
import { expect, test } from "../stack/test.ts";
import { rows } from "./database.ts";
import { DAY, HOUR, MINUTE, cron, forward } from "./http.ts";
import { codeIn, mailTo } from "./north_pole.ts";
import { CONSENT, Parent } from "./parent.ts";
import { KEY, Shop, WISH_VERSION } from "./stripe.ts";

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
test.afterEach(() => expect(shop.findings()).toEqual([]));

const subjects = async (parent: Parent) => (await mailTo(parent.email)).map(({ subject }) => subject);
const letter = async (parent: Parent, subject: RegExp) => {
  await expect.poll(async () => (await subjects(parent)).some((own) => subject.test(own))).toBe(true);
  return (await mailTo(parent.email)).find((mail) => subject.test(mail.subject))!;
};

test("R22: prices are told to everybody, and beside the balance", async () => {
  const { browser } = await shop.parent();
  const config = (await browser.get("/api/config")).body;
  expect([config.payments, config.vat_percent]).toEqual([true, 25]);
  expect(config.packs).toEqual([
    { id: "ten", credits: 10, price_minor: 4900, vat_minor: 980, currency: "dkk" },
    { id: "thirty", credits: 30, price_minor: 11900, vat_minor: 2380, currency: "dkk" },
    { id: "sixty", credits: 60, price_minor: 19900, vat_minor: 3980, currency: "dkk" },
  ]);
  expect((await browser.get("/api/overview")).body.credits).toMatchObject({ price_minor: 490, currency: "dkk" });
});

test("P6: the payment page is Stripe's, at our price, tax included, and nothing of a card comes here", async () => {
  const parent = await shop.parent();
  const started = await shop.click(parent);
  expect([started.status, started.body.url]).toEqual([201, "https://checkout.example/pay"]);
  const [{ form, headers }] = shop.stripe.asks("POST", "/v1/checkout/sessions");
  const [{ customer_id, id: account }] = shop.rows(
    "SELECT customer_id, id FROM stripe_customers JOIN accounts ON accounts.id = account_id WHERE email = ?", parent.email,
  );
  const item = "line_items[0]";
  expect(Object.fromEntries(form)).toMatchObject({
    mode: "payment", customer: customer_id, client_reference_id: started.body.purchase, locale: "da",
    [`${item}[quantity]`]: "1", [`${item}[price_data][currency]`]: "dkk", [`${item}[price_data][unit_amount]`]: "4900",
    [`${item}[price_data][tax_behavior]`]: "inclusive",
    [`${item}[price_data][product_data][name]`]: "10 minutter med julemanden",
    "metadata[account]": account, "metadata[pack]": "ten", "payment_intent_data[metadata][pack]": "ten",
    "payment_intent_data[receipt_email]": parent.email, "adaptive_pricing[enabled]": "false",
  });
  expect(form.get("success_url")).toBe(`${shop.edge.url}/koeb?betalt=${started.body.purchase}`);
  expect(form.get("cancel_url")).toBe(`${shop.edge.url}/koeb?forladt=${started.body.purchase}`);
  expect(Number(form.get("expires_at"))).toBeGreaterThan(Date.now() / 1000 + 30 * 60);
  expect(headers["idempotency-key"]).toBe(started.body.purchase);
  expect(headers.authorization).toBe(`Bearer ${KEY}`);

  // The way back to our page grants nothing; only Stripe's word does.
  const shown = await parent.browser.get(`/api/purchases/${started.body.purchase}`);
  expect(shown.body).toEqual({
    id: started.body.purchase, status: "open", credits: 10, price_minor: 4900, currency: "dkk", paid_at_ms: null,
  });
  expect(await parent.balance()).toBe(0);
});

test("a click buys once, and an account is one customer", async () => {
  const parent = await shop.parent();
  const click = randomBytes(16).toString("hex");
  const first = await shop.click(parent, { click });
  const again = await shop.click(parent, { click });
  expect(again.body).toEqual(first.body);
  expect((await shop.click(parent, { click, pack: "sixty" })).code).toBe("malformed_request");
  const other = await shop.click(parent);
  expect(other.body.purchase).not.toBe(first.body.purchase);
  expect(shop.stripe.asks("POST", "/v1/checkout/sessions")).toHaveLength(2);
  expect(shop.stripe.asks("POST", "/v1/customers")).toHaveLength(1);
  // Somebody else's click of the same key is another click.
  expect((await shop.click(await shop.parent(), { click })).body.purchase).not.toBe(first.body.purchase);
});

test("what is not for sale, an old sentence or a bad click opens no page", async () => {
  const parent = await shop.parent();
  for (const [change, status, code] of [
    [{ pack: "hundred" }, 409, "pack_not_sold"],
    [{ wish_version: "2020-01-01" }, 409, "express_wish_changed"],
    [{ click: "again" }, 400, "malformed_request"],
    [{ credits: 60 }, 400, "malformed_request"],
  ] as const) {
    const refused = await shop.click(parent, change);
    expect([refused.status, refused.code]).toEqual([status, code]);
  }
  expect(shop.stripe.asked).toEqual([]);
  // Without the wish its version does not matter.
  expect((await shop.click(parent, { express_wish: false, wish_version: "" })).status).toBe(201);
});

test("an account begins twenty purchases an hour at most", async () => {
  const parent = await shop.parent();
  for (let n = 0; n < 20; n++) expect((await shop.click(parent)).status).toBe(201);
  expect((await shop.click(parent)).code).toBe("too_many_tries");
  await forward(HOUR, shop.edge.url);
  expect((await shop.click(parent)).status).toBe(201);
});

test("where Stripe fails nothing is charged, and the same click opens the same page afterwards", async () => {
  const parent = await shop.parent();
  const click = randomBytes(16).toString("hex");
  const faults = [{ path: "/v1/customers", status: 500 }, { path: "/v1/customers", cutOff: true }];
  for (const fault of [...faults, { path: "/v1/checkout", status: 429 }, { path: "/v1/checkout", cutOff: true }]) {
    shop.stripe.fault = { ...fault, times: 1 };
    const refused = await shop.click(parent, { click });
    expect([refused.status, refused.code]).toEqual([503, "payment_unavailable"]);
  }
  expect((await shop.click(parent, { click })).status).toBe(201);
  const customers = shop.stripe.asks("POST", "/v1/customers").map(({ headers }) => headers["idempotency-key"]);
  expect([customers.length, new Set(customers).size]).toEqual([3, 1]);
  const opened = [...shop.stripe.sessions.values()].filter((session) => shop.rows(
    "SELECT 1 FROM purchases WHERE id = ? AND click_key = ?", session.client_reference_id, click).length > 0);
  expect(opened).toHaveLength(1);
  // A click that has waited for too long is over, and so is one whose purchase is paid.
  const late = randomBytes(16).toString("hex");
  shop.stripe.fault = { path: "/v1/checkout", status: 500, times: 1 };
  await shop.click(parent, { click: late });
  await forward(11 * MINUTE, shop.edge.url);
  expect((await shop.click(parent, { click: late })).code).toBe("purchase_over");
  const paid = randomBytes(16).toString("hex");
  await shop.buy(parent, { click: paid });
  expect((await shop.click(parent, { click: paid })).code).toBe("purchase_over");
});

test("R23: the receipt names seller, company number and tax, and confirms the wish that was made", async () => {
  const wished = await shop.parent();
  await shop.buy(wished);
  const { text } = await letter(wished, /^Kvittering: 10 minutter/);
  for (const part of ["Nordpolen ApS", "12345678", "49,00 kr.", "Heraf moms (25 %): 9,80 kr.", "»Start nu.", WISH_VERSION, "Betalt: "]) {
    expect(text).toContain(part);
  }
  expect(text).toMatch(/Betalt: \d+\. \w+ \d{4} (kl\. )?\d\d[.:]\d\d/);
  const patient = await shop.parent();
  await shop.buy(patient, { express_wish: false });
  expect((await letter(patient, /^Kvittering/)).text).not.toContain("Start nu");
});

test("having paid, a parent is known to be a grown-up", async () => {
  const parent = await shop.parent();
  await parent.browser.post("/api/consents", CONSENT);
  await shop.buy(parent);
  await parent.browser.post("/api/consents", CONSENT);
  const methods = shop.rows(
    "SELECT method FROM consents JOIN accounts ON accounts.id = account_id WHERE email = ? ORDER BY number", parent.email);
  expect(methods.map(({ method }) => method)).toEqual(["confirmed_email", "payment"]);
  const copy = (await parent.browser.get("/api/account/export")).body;
  expect(copy["known to be a grown-up by"]).toMatchObject([{ method: "payment" }]);
  expect(copy.purchases).toMatchObject([{ status: "paid", credits: 10, price: "49.00 DKK" }]);
});

test("P9: a payment of which no notice came is found by asking, once", async () => {
  const parent = await shop.parent();
  const purchase = await shop.begin(parent);
  const session = shop.paid(purchase);
  await cron(shop.edge.url);
  expect(await parent.balance(), "Stripe is given ten minutes").toBe(0);
  await forward(11 * MINUTE, shop.edge.url);
  await cron(shop.edge.url);
  expect(await parent.balance()).toBe(10);
  await cron(shop.edge.url);
  expect(await shop.tell("checkout.session.completed", session), "the late notice").toBe(200);
  expect(shop.ledger(purchase)).toEqual(["purchase 10"]);
});

test("P9: a payment page whose answer was lost is found by its reference", async () => {
  const parent = await shop.parent();
  shop.stripe.fault = { path: "/v1/checkout", cutOff: true, times: 1 };
  const click = randomBytes(16).toString("hex");
  expect((await shop.click(parent, { click })).code).toBe("payment_unavailable");
  const [{ id, session_id }] = shop.rows("SELECT id, session_id FROM purchases WHERE click_key = ?", click);
  expect(session_id).toBeNull();
  const session = [...shop.stripe.sessions.values()].find((own) => own.client_reference_id === id);
  shop.paid({ id, session: session.id, payment: `pi_${id}` });
  await forward(11 * MINUTE, shop.edge.url);
  await cron(shop.edge.url);
  expect(await parent.balance()).toBe(10);
  // And a notice finds it as well, before anybody asks.
  shop.stripe.fault = { path: "/v1/checkout", cutOff: true, times: 1 };
  const second = randomBytes(16).toString("hex");
  await shop.click(parent, { click: second });
  const [{ id: next }] = shop.rows("SELECT id FROM purchases WHERE click_key = ?", second);
  const opened = [...shop.stripe.sessions.values()].find((own) => own.client_reference_id === next);
  expect(await shop.tell("checkout.session.completed", shop.paid({ id: next, session: opened.id, payment: `pi_${next}` }))).toBe(200);
  expect(await parent.balance()).toBe(20);
});

test("a page that Stripe has closed, or never had, is given up", async () => {
  const parent = await shop.parent();
  const left = await shop.begin(parent);
  shop.stripe.sessions.get(left.session).status = "expired";
  shop.stripe.fault = { path: "/v1/checkout", status: 503, times: 1 };
  const click = randomBytes(16).toString("hex");
  await shop.click(parent, { click });
  await forward(11 * MINUTE, shop.edge.url);
  await cron(shop.edge.url);
  expect(shop.rows("SELECT status FROM purchases WHERE id = ? OR click_key = ?", left.id, click)).toEqual(
    Array(2).fill({ status: "expired" }));
  // What came to nothing is forgotten.
  await forward(61 * DAY, shop.edge.url);
  await cron(shop.edge.url);
  expect(shop.rows("SELECT 1 FROM purchases WHERE id = ? OR click_key = ?", left.id, click)).toEqual([]);
});

test("the first call that a parent complains of is given back, the next ones are for support", async () => {
  const parent = await shop.parent();
  await parent.browser.post("/api/consents", CONSENT);
  const child = (await parent.browser.post("/api/children", { name: "Alma", age: 6, language: "da" })).body.id;
  await shop.buy(parent);
  const calls: string[] = [];
  for (let n = 0; n < 2; n++) {
    const { call } = await parent.call(child);
    await parent.end(call);
    calls.push(call);
  }
  const complain = (call: string) => parent.browser.post(`/api/calls/${call}/complaint`);
  const free = (await parent.start(child)).body.call;
  expect((await complain(free)).code, "one that goes on").toBe("nothing_charged");
  await parent.end(free, "failed_to_connect");
  expect((await complain(free)).code).toBe("nothing_charged");
  const [first, second] = await Promise.all([complain(calls[0]), complain(calls[0])]);
  expect([first.body, second.body]).toEqual(Array(2).fill({ credits: 1, balance: 9 }));
  expect((await complain(calls[1])).code).toBe("complaint_used");
  expect((await complain(calls[0])).body).toEqual({ credits: 1, balance: 9 });
  const others = await (await shop.parent()).browser.post(`/api/calls/${calls[0]}/complaint`);
  expect(others.code).toBe("not_found");
  const { entries, balance } = (await parent.browser.get("/api/history")).body;
  expect(balance).toBe(9);
  expect(entries.map((entry: any) => [entry.kind, entry.credits, entry.balance, entry.amount_minor, entry.child])).toEqual([
    ["gift", 1, 9, null, null],
    ["call", 0, 8, null, "Alma"],
    ["call", -1, 8, null, "Alma"],
    ["call", -1, 9, null, "Alma"],
    ["purchase", 10, 10, 4900, null],
  ]);
});

test("a receipt leads to Stripe's page, for its own parent and once it is paid", async () => {
  const parent = await shop.parent();
  const open = await shop.begin(parent);
  expect((await parent.browser.get(`/api/purchases/${open.id}/receipt`)).code).toBe("not_found");
  const purchase = await shop.buy(parent);
  const session = shop.stripe.sessions.get(purchase.session);
  session.payment_intent = { id: purchase.payment, latest_charge: { receipt_url: "javascript:alert(1)" } };
  expect((await parent.browser.get(`/api/purchases/${purchase.id}/receipt`)).code).toBe("payment_unavailable");
  session.payment_intent.latest_charge.receipt_url = "https://pay.stripe.com/receipts/1";
  const answer = await parent.browser.get(`/api/purchases/${purchase.id}/receipt`);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "https://pay.stripe.com/receipts/1"]);
});

test("P9: by the stand-in that is as strict as Stripe: bought, credited, withdrawn, forgotten", async () => {
  const control = async (path: string, body?: object) =>
    (await fetch(`${NORTH_POLE}/stripe/${path}`, {
      method: "POST", ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    })).json();
  const report = async () => (await fetch(`${NORTH_POLE}/stripe/report`)).json();
  const parent = await Parent.signedIn();
  const click = { pack: "thirty", express_wish: true, wish_version: WISH_VERSION, click: randomBytes(16).toString("hex") };
  const started = await parent.browser.post("/api/purchases", click);
  expect([started.status, started.code]).toEqual([201, undefined]);
  expect((await parent.browser.post("/api/purchases", click)).body).toEqual(started.body);
  const [{ session_id }] = rows("SELECT session_id FROM purchases WHERE id = ?", started.body.purchase);
  await control(`sessions/${session_id}/pay`);
  await expect.poll(() => parent.balance(), { timeout: 2_000 }).toBe(35);
  const receipt = await parent.browser.get(`/api/purchases/${started.body.purchase}/receipt`);
  expect(receipt.status).toBe(303);
  const done = await parent.browser.post(`/api/purchases/${started.body.purchase}/withdrawal`);
  expect(done.body).toMatchObject({ returned_credits: 30, refund_minor: 11900 });
  const [{ payment_id }] = rows("SELECT payment_id FROM purchases WHERE id = ?", started.body.purchase);
  await expect
    .poll(async () => rows("SELECT refunded_minor FROM refunds_heard WHERE payment_id = ?", payment_id), { timeout: 5_000 })
    .toMatchObject([{ refunded_minor: 11900 }]);
  expect(await parent.balance()).toBe(5);
  const [{ customer_id }] = rows(
    "SELECT customer_id FROM stripe_customers JOIN accounts ON accounts.id = account_id WHERE email = ?", parent.email);
  await parent.browser.post("/api/account/confirm-code", { purpose: "delete_account" });
  const mail = (await mailTo(parent.email)).find(({ subject }) => /sletter din konto/.test(subject))!;
  expect((await parent.browser.post("/api/account/delete", { code: codeIn(mail) })).status).toBe(204);
  await expect
    .poll(async () => JSON.stringify((await report()).customers.find(({ id }: any) => id === customer_id) ?? "gone"))
    .toMatch(/gone|"deleted":true/);
});

test.describe("with a small budget for welcome credits", () => {
  let frugal: Shop;
  test.beforeAll(async () => {
    shop.edge.kill();
    frugal = await Shop.open({ WELCOME_CREDITS: "5", TRIAL_CREDITS_A_DAY: "12" });
  });
  test.afterAll(async () => {
    frugal.close();
    await shop.edge.start();
  });

  test("the day's welcome credits end where the operator says, and the parent is told so", async () => {
    const credits = async () => {
      const { balance, trial_withheld } = (await (await frugal.parent()).browser.get("/api/overview")).body.credits;
      return [balance, trial_withheld];
    };
    expect([await credits(), await credits(), await credits()]).toEqual([[5, false], [5, false], [0, true]]);
    await forward(DAY, frugal.edge.url);
    expect(await credits()).toEqual([5, false]);
    expect(frugal.findings()).toEqual([]);
  });
});
