// A browser for looking at pages, without the pace of people; every complaint of the console is kept.
import { type BrowserContext, type BrowserContextOptions, type Page, expect } from "@playwright/test";
import type { Browser } from "../edge/http.ts";
import type { Parent } from "../edge/parent.ts";
import { CALL_SANTA } from "../stack/address.ts";
import { browserOfWorker, contextIn, shownWhereItFails } from "../stack/browser.ts";
import { CallStates } from "./call_states.ts";
import { Child } from "./microphone.ts";
import { PlacedCalls } from "./placed.ts";
import type { Language } from "./words.ts";

/** Gives a browser the session that somebody has over HTTP. */
export async function lendSession(from: Browser, context: BrowserContext): Promise<void> {
  const cookies = [...from.cookies].map(([name, value]) => ({ name, value, url: CALL_SANTA, httpOnly: true }));
  await context.addCookies(cookies);
}

export class Visitor {
  /** What the console complained about, and what broke. */
  readonly complaints: string[] = [];
  /** Every address that the browser asked for, whoever asked. */
  readonly requests: string[] = [];

  /** Who speaks into the page's microphone. */
  readonly child: Child;
  /** What a call on the page goes through. */
  readonly states: CallStates;

  private constructor(
    readonly page: Page,
    language: Language,
  ) {
    this.child = new Child(page, language);
    this.states = new CallStates(page);
  }

  /** Opens a browser context of its own on no page yet, lets `body` look round, closes it. */
  static async arrive(
    language: Language,
    body: (visitor: Visitor) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await contextIn(await browserOfWorker(), language, options);
    try {
      await Child.listensIn(context);
      await CallStates.follow(context);
      const calls = new PlacedCalls(context);
      const visitor = new Visitor(await context.newPage(), language);
      context.on("request", (request) => visitor.requests.push(request.url()));
      visitor.page.on("pageerror", (error) => visitor.complaints.push(String(error)));
      visitor.page.on("console", (message) => {
        // Refusals of the edge are shown in words; Chromium logs them on its own.
        const text = message.text();
        if (message.type() === "error" && !text.includes("the server responded")) visitor.complaints.push(text);
      });
      await shownWhereItFails(visitor.page, () => body(visitor));
      expect(visitor.complaints, "nothing was complained about in the console").toEqual([]);
      await calls.expectNothingRefused();
    } finally {
      await context.close();
    }
  }

  /** Signs the browser in as a parent who came in over HTTP, or as a device that was paired there. */
  async signInAs(parent: Pick<Parent, "browser">): Promise<void> {
    await lendSession(parent.browser, this.page.context());
  }
}
