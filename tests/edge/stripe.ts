// A Stripe of the test's own: it remembers what it was asked, answers as it is told, and signs notices by hand. What the
// strict stand-in shows stands in payments.spec.ts; this one is for faults and for orders that Stripe seldom sends.
import { createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import type { SQLInputValue } from "node:sqlite";
import { NORTH_POLE, SECOND_EDGE } from "../stack/address.ts";
import { inDatabase } from "./database.ts";
import { Parent } from "./parent.ts";
import { SecondEdge } from "./second_edge.ts";

export const SECRET = "whsec_the_first";
export const NEXT_SECRET = "whsec_the_second";
export const KEY = "sk_test_of_this_test";
export const WISH_VERSION = "2026-11-01";
const AUDIT = readFileSync(join(import.meta.dirname, "../../xtask/src/audit.sql"), "utf8");

const id = (prefix: string) => `${prefix}_${randomBytes(8).toString("hex")}`;

interface Asked {
  method: string;
  path: string;
  form: URLSearchParams;
  headers: IncomingHttpHeaders;
}

/** Something that goes wrong at Stripe: `status` instead of an answer, or the effect and then a closed connection. */
interface Fault {
  path: string;
  status?: number;
  code?: string;
  cutOff?: boolean;
  /** The error is kept under the request's key, as Stripe keeps its own, and repeated. */
  kept?: boolean;
  times: number;
}

export class Stripe {
  readonly asked: Asked[] = [];
  readonly sessions = new Map<string, any>();
  fault: Fault | undefined;
  /** What was paid back by hand of every payment, and nobody has been told of. */
  paidBackMinor = 0;
  private readonly done = new Map<string, any>();
  private readonly failed = new Map<string, number>();
  private readonly server = createServer((request, response) => {
    let text = "";
    request.on("data", (piece) => (text += piece));
    request.on("end", () => {
      const [path] = request.url!.split("?");
      const asked = { method: request.method!, path, form: new URLSearchParams(text), headers: request.headers };
      this.asked.push(asked);
      const fault = this.fault && path.startsWith(this.fault.path) && this.fault.times-- > 0 ? this.fault : undefined;
      const key = request.headers["idempotency-key"] as string | undefined;
      if (key && fault?.status && fault.kept) this.failed.set(key, fault.status);
      const failed = fault?.status ?? (key && this.failed.get(key));
      if (failed) {
        response.writeHead(failed).end(JSON.stringify({ error: { code: fault?.code } }));
        return;
      }
      const answer = (key && this.done.get(key)) ?? this.answer(asked);
      if (key) this.done.set(key, answer);
      if (fault?.cutOff) {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer ? 200 : 404, { "Content-Type": "application/json" });
      response.end(JSON.stringify(answer ?? { error: { code: "resource_missing" } }));
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close() {
    this.server.close();
  }

  /** What was asked by this method of paths that begin so. */
  asks = (method: string, path: string) => this.asked.filter((asked) => asked.method === method && asked.path.startsWith(path));

  private answer({ method, path, form }: Asked): any {
    const [, , kind, name] = path.split("/");
    if (method === "POST" && path === "/v1/customers") return { id: id("cus") };
    if (method === "POST" && kind === "refunds") return { id: id("re"), metadata: { job: form.get("metadata[job]") } };
    if (method === "GET" && kind === "refunds") return { data: [...this.done.values()].filter((object) => object.id.startsWith("re_")) };
    if (method === "GET" && kind === "payment_intents") {
      const [{ amount_total }] = [...this.sessions.values()].filter(({ payment_intent }) => payment_intent === name);
      return { id: name, latest_charge: { amount_captured: amount_total, amount_refunded: this.paidBackMinor } };
    }
    if (method === "DELETE" && kind === "customers") return { id: name, deleted: true };
    if (method === "POST" && path === "/v1/checkout/sessions") {
      const session = {
        id: id("cs"), url: "https://checkout.example/pay", status: "open", payment_status: "unpaid", payment_intent: null,
        client_reference_id: form.get("client_reference_id"), currency: form.get("line_items[0][price_data][currency]"),
        amount_total: Number(form.get("line_items[0][price_data][unit_amount]")),
      };
      this.sessions.set(session.id, session);
      return session;
    }
    if (method === "GET" && path === "/v1/checkout/sessions") return { data: [...this.sessions.values()], has_more: false };
    if (method === "GET" && kind === "checkout") return this.sessions.get(path.split("/")[4]);
    return undefined;
  }
}

/** The header that Stripe would send with a body. */
export function signature(body: string, secret = SECRET, seconds = Math.floor(Date.now() / 1000)): string {
  const digits = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${digits}`;
}

/** An event as Stripe writes it, of its newest fashion: there is always more in it than one needs. */
export const event = (kind: string, object: any, eventId = id("evt")) =>
  JSON.stringify({ id: eventId, object: "event", api_version: "2026-09-30.endive", type: kind, livemode: false, data: { object } });

export interface Purchase {
  id: string;
  session: string;
  payment: string;
}

/** A second edge that sells, with a Stripe of its own. */
export class Shop {
  private constructor(
    readonly edge: SecondEdge,
    readonly stripe: Stripe,
  ) {}

  static async open(variables: Record<string, string> = {}): Promise<Shop> {
    const stripe = new Stripe();
    const edge = new SecondEdge({
      PUBLIC_ORIGIN: SECOND_EDGE,
      OPENAI_BASE_URL: `${NORTH_POLE}/v1`,
      STRIPE_BASE_URL: await stripe.open(),
      STRIPE_SECRET_KEY: KEY,
      STRIPE_WEBHOOK_SECRET: SECRET,
      STRIPE_WEBHOOK_SECRET_NEXT: NEXT_SECRET,
      WELCOME_CREDITS: "0",
      OPERATOR_NAME: "Nordpolen ApS",
      OPERATOR_NUMBER: "12345678",
      ...variables,
    });
    await edge.start();
    return new Shop(edge, stripe);
  }

  close() {
    this.edge.remove();
    this.stripe.close();
  }

  rows = (sql: string, ...values: SQLInputValue[]): any[] =>
    inDatabase((database) => database.prepare(sql).all(...values).map((row) => ({ ...row })), this.edge.state);

  /** Everything that the database holds, to compare. */
  everything = (): string =>
    JSON.stringify(
      this.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name").map(
        ({ name }) => [name, this.rows(`SELECT * FROM "${name}"`)],
      ),
    );

  /** What the audit finds. */
  findings = (): any[] => AUDIT.split(";\n").filter((sql) => sql.trim()).flatMap((sql) => this.rows(sql));

  parent = () => Parent.signedIn(this.edge.url);

  /** Clicks on "buy". */
  click = (parent: Parent, change: object = {}) =>
    parent.browser.post("/api/purchases", {
      pack: "ten", express_wish: true, wish_version: WISH_VERSION, click: randomBytes(16).toString("hex"), ...change,
    });

  /** Clicks on "buy"; the payment page is open. */
  async begin(parent: Parent, change: object = {}): Promise<Purchase> {
    const started = await this.click(parent, change);
    expect(started.status).toBe(201);
    const [{ session_id }] = this.rows("SELECT session_id FROM purchases WHERE id = ?", started.body.purchase);
    return { id: started.body.purchase, session: session_id, payment: id("pi") };
  }

  /** The session of a purchase as it is once the money is there. */
  paid = (purchase: Purchase) =>
    Object.assign(this.stripe.sessions.get(purchase.session), {
      status: "complete", payment_status: "paid", payment_intent: purchase.payment,
    });

  /** Buys, pays and lets Stripe tell of it. */
  async buy(parent: Parent, change: object = {}): Promise<Purchase> {
    const purchase = await this.begin(parent, change);
    expect(await this.tell("checkout.session.completed", this.paid(purchase))).toBe(200);
    return purchase;
  }

  /** Posts a body as Stripe would; answers the status. */
  async post(body: string, header: string | undefined = signature(body)): Promise<number> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (header !== "") headers["Stripe-Signature"] = header;
    return (await fetch(`${this.edge.url}/api/stripe/webhook`, { method: "POST", headers, body })).status;
  }

  /** Tells of an event, signed now. */
  tell = (kind: string, object: any, eventId?: string) => this.post(event(kind, object, eventId));

  refunded = (purchase: Purchase, minor: number) =>
    this.taken("charge.refunded", { id: "ch_1", payment_intent: purchase.payment, amount: 4900, amount_refunded: minor });

  disputed = (purchase: Purchase, step: "created" | "closed", status: string, minor = 4900) =>
    this.taken(`charge.dispute.${step}`, { id: `dp_${purchase.id}`, payment_intent: purchase.payment, amount: minor, status });

  /** Tells of an event that has to be taken. */
  private async taken(kind: string, object: any): Promise<number> {
    const status = await this.tell(kind, object);
    expect(status, kind).toBe(200);
    return status;
  }

  /** The ledger of a purchase's wallet, as `kind credits`. */
  ledger = (purchase: Purchase): string[] =>
    this.rows(
      "SELECT kind || ' ' || ledger.credits AS line FROM ledger JOIN purchases USING (wallet_id) WHERE purchases.id = ? ORDER BY number",
      purchase.id,
    ).map(({ line }) => line);
}
