// What every spec's `test` brings along: a stack for the worker, and for each test the promise that its neighbours left
// nothing behind.
import { test as base } from "@playwright/test";
import { CALL_SANTA, IS_GIVEN } from "./address.ts";
import { browserOfWorker, closeBrowser } from "./browser.ts";
import { resetNorthPole, setClockBack } from "./reset.ts";
import { Stack } from "./stack.ts";

export { expect } from "@playwright/test";
export type { BrowserContext, BrowserContextOptions, CDPSession, Locator, Page } from "@playwright/test";

interface OfWorker {
  /** The worker's stack, running. */
  stack: void;
}
interface OfTest {
  /** Takes back what a test has changed of the stack. */
  tidy: void;
}

export const test = base.extend<OfTest, OfWorker>({
  stack: [
    async ({}, use) => {
      const stack = IS_GIVEN ? undefined : await Stack.start();
      await use();
      await closeBrowser();
      await stack?.end();
    },
    { scope: "worker", auto: true, timeout: 120_000 },
  ],
  tidy: [
    async ({ stack: _ }, use) => {
      await use();
      await resetNorthPole();
      await setClockBack();
    },
    { auto: true },
  ],
  // Pages of Playwright's own making are the worker's browser's, too.
  browser: [async ({ stack: _ }, use) => use(await browserOfWorker()), { scope: "worker" }],
  baseURL: CALL_SANTA,
});
