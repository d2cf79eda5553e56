// Stripe's own client (the npm package) buys, refunds and reads at North Pole, and verifies the webhooks that it really
// delivers.
//
// The package is used as published: what it sends must be taken, and what it throws away must be wrong.
import { expect, test } from "../stack/test.ts";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { NORTH_POLE } from "../stack/address.ts";

const secret = "whsec_conformance";

/** The client as the product's own would be set up, but for the address. No retries, so that a refusal is seen at once. */
function client(key = "sk_test_north_pole"): Stripe {
  const { hostname, port } = new URL(NORTH_POLE);
  return new Stripe(key, { host: hostname, port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
}

const pack: Stripe.Checkout.SessionCreateParams = {
  mode: "payment",
  line_items: [
    {
      quantity: 1,
      price_data: { currency: "dkk", unit_amount: 9900, tax_behavior: "inclusive", product_data: { name: "30 kreditter" } },
    },
  ],
  success_url: "http://localhost:1/thanks?session={CHECKOUT_SESSION_ID}",
  cancel_url: "http://localhost:1/credits",
  locale: "da",
};

async function control(path: string, body: unknown, method = "POST"): Promise<any> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${NORTH_POLE}/stripe/${path}`, { method, headers, body: JSON.stringify(body) });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

interface Delivered {
  body: string;
  signature: string;
}

let endpoint: Server;
let before: { url: string | null; secrets: string[]; retries_ms: number[]; noise: boolean };
const delivered: Delivered[] = [];

test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  endpoint = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const signature = String(request.headers["stripe-signature"] ?? "");
      delivered.push({ body, signature });
      // As a real endpoint would: what can't be verified is refused, and so comes again.
      try {
        client().webhooks.constructEvent(body, signature, secret);
        response.writeHead(200).end();
      } catch {
        response.writeHead(400).end();
      }
    });
  });
  await new Promise<void>((ready) => endpoint.listen(0, "127.0.0.1", ready));
  before = await (await fetch(`${NORTH_POLE}/stripe/endpoint`)).json();
  const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/webhook`;
  await control("endpoint", { url, secrets: [secret], retries_ms: [50, 50], noise: true });
});

test.beforeEach(() => {
  delivered.length = 0;
});

test.afterAll(async () => {
  await control("endpoint", { ...before, url: before.url ?? "" });
  await control("mischief", []);
  await new Promise((closed) => endpoint.close(closed));
});

/** Waits until nothing is on its way any more. */
async function settled(): Promise<Delivered[]> {
  const pending = async () => (await (await fetch(`${NORTH_POLE}/stripe/report`)).json()).pending_deliveries;
  await expect.poll(pending).toBe(0);
  return delivered;
}

const kindOf = (post: Delivered) => (JSON.parse(post.body) as Stripe.Event).type;

test("Stripe's own client buys, refunds and reads", async ({ page }) => {
  const stripe = client();
  const customer = await stripe.customers.create({ email: "parent@example.test", metadata: { account: "7" } });
  const session = await stripe.checkout.sessions.create({
    ...pack,
    customer: customer.id,
    client_reference_id: "7",
    metadata: { pack: "30" },
    payment_intent_data: { metadata: { pack: "30" } },
  });
  expect(session).toMatchObject({ status: "open", payment_status: "unpaid", amount_total: 9900, payment_intent: null });

  // The payer sees what it is, in the session's language, and is led back.
  await page.route("http://localhost:1/**", (route) => route.fulfill({ body: "Tak" }));
  await page.goto(session.url!);
  await expect(page.locator("html")).toHaveAttribute("lang", "da");
  await expect(page.getByText("ingen rigtige penge")).toBeVisible();
  const back = page.waitForRequest(`http://localhost:1/thanks?session=${session.id}`);
  await page.getByRole("button", { name: "Betal", exact: true }).click();
  await back;

  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge", "line_items"] });
  expect(paid).toMatchObject({ status: "complete", payment_status: "paid", metadata: { pack: "30" } });
  expect(paid.line_items?.data[0]?.description).toBe("30 kreditter");
  const intent = paid.payment_intent as Stripe.PaymentIntent;
  expect(intent).toMatchObject({ status: "succeeded", amount_received: 9900, metadata: { pack: "30" } });
  const charge = intent.latest_charge as Stripe.Charge;
  expect((await fetch(charge.receipt_url!)).status).toBe(200);

  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 900, reason: "requested_by_customer" });
  expect(refund).toMatchObject({ amount: 900, status: "succeeded" });
  await expect(stripe.refunds.create({ charge: charge.id, amount: 9001 })).rejects.toThrow(/greater than unrefunded amount/);
  expect((await stripe.charges.retrieve(charge.id)).amount_refunded).toBe(900);

  const newest = stripe.checkout.sessions.list({ created: { gte: session.created }, limit: 1 });
  const ids: string[] = [];
  for await (const found of newest) ids.push(found.id);
  expect(ids, "the list goes on beyond its first page").toContain(session.id);

  await stripe.customers.del(customer.id);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
  await settled();
});

test("refusals are errors of the kind that the client knows", async () => {
  const stripe = client();
  const kind = async (attempt: Promise<unknown>) =>
    attempt.then(
      () => "no error",
      (error: Stripe.errors.StripeError) => [error.type, error.code, error.param].join(" "),
    );
  expect(await kind(client("sk_test_other").customers.create())).toContain("StripeAuthenticationError");
  const unknown = { ...pack, colour: "red" } as Stripe.Checkout.SessionCreateParams;
  expect(await kind(stripe.checkout.sessions.create(unknown))).toBe("StripeInvalidRequestError parameter_unknown colour");
  expect(await kind(stripe.checkout.sessions.retrieve("cs_test_none"))).toContain("resource_missing");
  expect(await kind(stripe.refunds.create({ payment_intent: "pi_none" }))).toContain("resource_missing payment_intent");

  const idempotencyKey = `click-${Date.now()}`;
  const first = await stripe.checkout.sessions.create(pack, { idempotencyKey });
  const again = await stripe.checkout.sessions.create(pack, { idempotencyKey });
  expect(again.id).toBe(first.id);
  expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect(await kind(stripe.checkout.sessions.create({ ...pack, locale: "en" }, { idempotencyKey }))).toContain(
    "StripeIdempotencyError",
  );
  const expired = await stripe.checkout.sessions.expire(first.id);
  expect(expired).toMatchObject({ status: "expired", url: null });
  expect(await kind(stripe.checkout.sessions.expire(first.id))).toContain("StripeInvalidRequestError");
  await settled();
});

test("an effect that took place is not repeated when the answer was lost", async () => {
  const faults = { stripe: "reset_after", stripe_path: "/v1/refunds", times: 1 };
  const stripe = client();
  const session = await stripe.checkout.sessions.create(pack);
  const done = await control(`sessions/${session.id}/pay`, {});
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(faults) };
  await fetch(`${NORTH_POLE}/faults`, post);
  const refund = { payment_intent: done.session.payment_intent as string, amount: 900 };
  const idempotencyKey = `refund-${Date.now()}`;
  // On a connection that was used before, the client asks once more by itself; on a new one it gives up.
  await stripe.refunds.create(refund, { idempotencyKey }).catch((lost) => expect(String(lost)).toMatch(/connection/i));
  expect((await stripe.refunds.create(refund, { idempotencyKey })).amount).toBe(900);
  expect((await stripe.refunds.list({ payment_intent: refund.payment_intent })).data).toHaveLength(1);
  await settled();
});

test("delivered webhooks bear Stripe's signature", async () => {
  const stripe = client();
  const session = await stripe.checkout.sessions.create(pack);
  await control(`sessions/${session.id}/pay`, {});
  await control(`sessions/${session.id}/refund`, { amount: 900 });
  await control(`sessions/${session.id}/dispute`, {});
  await control(`sessions/${session.id}/lose`, {});
  const posts = await settled();
  const events = posts.map((post) => stripe.webhooks.constructEvent(post.body, post.signature, secret));
  const kinds = new Set(events.map((event) => event.type));
  for (const kind of [
    "checkout.session.completed",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.closed",
    "charge.succeeded",
    "payment_intent.succeeded",
  ] as const) {
    expect(kinds, kind).toContain(kind);
  }
  const completed = events.find((event) => event.type === "checkout.session.completed");
  expect((completed?.data.object as Stripe.Checkout.Session).id).toBe(session.id);

  const { body, signature } = posts[0]!;
  expect(() => stripe.webhooks.constructEvent(`${body} `, signature, secret)).toThrow(/signature/i);
  expect(() => stripe.webhooks.constructEvent(body, signature, "whsec_other")).toThrow(/signature/i);
  // The package signs as North Pole does.
  const timestamp = Number(/^t=(\d+)/.exec(signature)?.[1]);
  expect(stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp })).toBe(signature);
});

for (const spoil of ["tamper", "stale", "wrong_secret", "truncate", "unsigned"]) {
  test(`a delivery spoiled by "${spoil}" is seen through, and a good one follows`, async () => {
    const stripe = client();
    const session = await stripe.checkout.sessions.create(pack);
    await control("mischief", [{ kind: "checkout.session.completed", times: 1, spoil }]);
    await control(`sessions/${session.id}/pay`, {});
    const posts = await settled();
    const verified = (post: Delivered) => {
      try {
        return stripe.webhooks.constructEvent(post.body, post.signature, secret).type;
      } catch (error) {
        return (error as Error).constructor.name;
      }
    };
    const outcomes = posts.map(verified);
    expect(outcomes.filter((outcome) => outcome === "StripeSignatureVerificationError")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "checkout.session.completed")).toHaveLength(1);
  });
}

test("while the secret is changed, both the old and the new one verify", async () => {
  const stripe = client();
  await control("endpoint", { secrets: ["whsec_before", secret] });
  const session = await stripe.checkout.sessions.create(pack);
  await control(`sessions/${session.id}/pay`, {});
  const posts = await settled();
  await control("endpoint", { secrets: [secret] });
  const post = posts.find((found) => kindOf(found) === "checkout.session.completed")!;
  for (const either of ["whsec_before", secret]) {
    expect(stripe.webhooks.constructEvent(post.body, post.signature, either).type).toBe("checkout.session.completed");
  }
});
