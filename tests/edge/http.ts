// A browser as the edge sees one: it keeps cookies, names its origin and its network. No pages, no scripts.
import { randomInt } from "node:crypto";
import { CALL_SANTA } from "../stack/address.ts";

/** An answer, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The body as JSON; undefined where there is none. */
  body: any;
  /** The stable code of a refusal. */
  code: string | undefined;
}

export interface Request {
  body?: unknown;
  /** Another origin, or none at all. */
  origin?: string | null;
  contentType?: string;
}

export class Browser {
  readonly cookies = new Map<string, string>();
  /** What the browser says of itself. */
  userAgent = "node";
  /** Each browser comes from a network of its own, so that no test spends another's sign-in attempts. */
  network = Array.from({ length: 4 }, () => randomInt(1, 255)).join(".");

  /** A browser on a page of `pages`, asking the edge at `edge`. */
  constructor(
    private readonly edge = CALL_SANTA,
    private readonly pages = CALL_SANTA,
  ) {}

  async ask(method: string, path: string, request: Request = {}): Promise<Answer> {
    const headers: Record<string, string> = { "CF-Connecting-IP": this.network, "User-Agent": this.userAgent };
    const origin = request.origin === undefined ? this.pages : request.origin;
    if (origin !== null) headers["Origin"] = origin;
    if (this.cookies.size > 0) {
      headers["Cookie"] = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    }
    if (request.body !== undefined) headers["Content-Type"] = request.contentType ?? "application/json";
    const body = typeof request.body === "string" ? request.body : JSON.stringify(request.body);
    const response = await fetch(this.edge + path, { method, headers, body, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    const json = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, body: json, code: json?.code };
  }

  get = (path: string) => this.ask("GET", path);
  post = (path: string, body?: unknown) => this.ask("POST", path, { body });
  put = (path: string, body?: unknown) => this.ask("PUT", path, { body });
  delete = (path: string) => this.ask("DELETE", path);

  private keep(cookie: string) {
    const [pair, ...attributes] = cookie.split("; ");
    const [name, value] = pair.split("=");
    if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** Moves the edge's clock forward; every meter that is due has acted when this returns. */
export async function forward(ms: number, edge = CALL_SANTA): Promise<void> {
  const answer = await new Browser(edge, edge).post("/api/test/clock", { forward_ms: ms });
  if (answer.status !== 204) throw new Error(`the clock did not move: ${answer.status}`);
}

/** Lets cron go round once. */
export async function cron(edge = CALL_SANTA): Promise<void> {
  const round = await fetch(`${edge}/cdn-cgi/handler/scheduled?cron=*/5+*+*+*+*`);
  if (round.status !== 200) throw new Error(`cron failed: ${round.status}`);
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
