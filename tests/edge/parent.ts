// A parent on the way from the first page to a call, each step over HTTP.
import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { CALL_SANTA } from "../stack/address.ts";
import { type Answer, Browser } from "./http.ts";
import { codeFor, placeCall } from "./north_pole.ts";

export const CONSENT = {
  text_version: "2026-11-23",
  language: "da",
  custody: true,
  collect_child_data: true,
  send_to_openai: true,
};

export const ALMA = { name: "Alma", age: 6, language: "da" };

/** An address that no test has used before. */
export const freshAddress = () => `parent-${randomBytes(6).toString("hex")}@example.dk`;

export class Parent {
  private constructor(
    readonly browser: Browser,
    readonly email: string,
  ) {}

  /** A parent who has just signed in for the first time. */
  static async signedIn(edge = CALL_SANTA, language = "da"): Promise<Parent> {
    const parent = new Parent(new Browser(edge, edge), freshAddress());
    const asked = await parent.browser.post("/api/sign-in/code", { email: parent.email, language });
    expect(asked.status).toBe(202);
    const entered = await parent.browser.post("/api/sign-in", { code: await codeFor(parent.email) });
    expect(entered.status).toBe(200);
    return parent;
  }

  /** A parent who has agreed to everything and made a profile. */
  static async withChild(
    edge = CALL_SANTA,
    profile: object = ALMA,
    language = "da",
  ): Promise<{ parent: Parent; child: string }> {
    const parent = await Parent.signedIn(edge, language);
    expect((await parent.browser.post("/api/consents", { ...CONSENT, language })).status).toBe(201);
    const made = await parent.browser.post("/api/children", profile);
    expect(made.status).toBe(201);
    return { parent, child: made.body.id };
  }

  start = (child: string): Promise<Answer> => this.browser.post("/api/calls", { child });
  connected = (call: string, openaiCallId: string) =>
    this.browser.post(`/api/calls/${call}/connected`, { openai_call_id: openaiCallId });
  heartbeat = (call: string) => this.browser.post(`/api/calls/${call}/heartbeat`);
  end = (call: string, reason = "hung_up") => this.browser.post(`/api/calls/${call}/end`, { reason });

  reconnect = (call: string): Promise<Answer> => this.browser.post(`/api/calls/${call}/legs`, {});
  callGrownUp = (call: string) => this.browser.post(`/api/calls/${call}/grown-up`);

  /** Starts a call, places it at the stand-in and reports it. */
  async call(child: string): Promise<{ call: string; openaiCallId: string }> {
    const started = await this.start(child);
    expect(started.status).toBe(201);
    const openaiCallId = await placeCall(started.body.calls_url, started.body.token);
    expect((await this.connected(started.body.call, openaiCallId)).status).toBe(204);
    return { call: started.body.call, openaiCallId };
  }

  /** The credits that can be spent. */
  async balance(): Promise<number> {
    return (await this.browser.get("/api/overview")).body.credits.balance;
  }

  /** The latest call as the parent sees it. */
  async latestCall(): Promise<any> {
    return (await this.browser.get("/api/overview")).body.calls[0];
  }
}
