// A browser for looking at pages, without the pace of people; every complaint of the console is kept.
import { type BrowserContextOptions, type Page, chromium, expect, test } from "@playwright/test";
import { Parent } from "../edge/parent.ts";
import { withChild } from "./child.ts";
import { PlacedCalls } from "./placed.ts";
import type { Language } from "./words.ts";

export class Visitor {
  /** What the console complained about, and what broke. */
  readonly complaints: string[] = [];
  /** Every address that the browser asked for, whoever asked. */
  readonly requests: string[] = [];

  private constructor(readonly page: Page) {}

  /** Opens a browser of its own on no page yet, lets `body` look round, closes it. */
  static async arrive(
    language: Language,
    body: (visitor: Visitor) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const use = test.info().project.use;
    const browser = await chromium.launch(await withChild(language, use.launchOptions));
    try {
      const context = await browser.newContext({
        baseURL: use.baseURL,
        locale: language === "da" ? "da-DK" : "en-GB",
        viewport: { width: 1180, height: 820 },
        permissions: ["microphone", "camera"],
        ...options,
      });
      const calls = new PlacedCalls(context);
      const visitor = new Visitor(await context.newPage());
      context.on("request", (request) => visitor.requests.push(request.url()));
      visitor.page.on("pageerror", (error) => visitor.complaints.push(String(error)));
      visitor.page.on("console", (message) => {
        // Refusals of the edge are shown in words; Chromium logs them on its own.
        const text = message.text();
        if (message.type() === "error" && !text.includes("the server responded")) visitor.complaints.push(text);
      });
      await body(visitor);
      expect(visitor.complaints, "nothing was complained about in the console").toEqual([]);
      await calls.expectNothingRefused();
    } finally {
      await browser.close();
    }
  }

  /** Signs the browser in as a parent who came in over HTTP, or as a device that was paired there. */
  async signInAs(parent: Pick<Parent, "browser">): Promise<void> {
    const url = test.info().project.use.baseURL!;
    const cookies = [...parent.browser.cookies].map(([name, value]) => ({ name, value, url, httpOnly: true }));
    await this.page.context().addCookies(cookies);
  }
}
