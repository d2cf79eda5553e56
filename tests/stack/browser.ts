// One Chromium a worker; a test gets a context of its own in it, with cookies, storage and service workers of its own.
import { type Browser, type BrowserContext, type BrowserContextOptions, type LaunchOptions, type Page, chromium, test } from "@playwright/test";
import { CALL_SANTA } from "./address.ts";

const OPTIONS: LaunchOptions = {
  executablePath: process.env.CHROMIUM_SHELL ?? process.env.CHROMIUM,
  args: [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A picture that changes seldom: where a processor paints, each new one is a new picture of the whole page.
    "--use-fake-device-for-media-stream=fps=5",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=user-gesture-required",
  ],
};

let shared: Promise<Browser> | undefined;

/** The worker's Chromium, launched when it is first asked for. */
export function browserOfWorker(): Promise<Browser> {
  shared ??= chromium.launch(OPTIONS);
  return shared;
}

/** How long a page is waited for before it is said what was waited for, in milliseconds. */
const PATIENCE = 30_000;

/** A browser context on the worker's site, in a language. */
export async function contextIn(browser: Browser, language: string, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: CALL_SANTA,
    locale: language === "da" ? "da-DK" : "en-GB",
    viewport: { width: 1180, height: 820 },
    permissions: ["microphone", "camera"],
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

/** Does something on a page; where that fails, what the page shows is kept beside the test's error. */
export async function shownWhereItFails(page: Page, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (why) {
    // The page may be the reason, and gone.
    await page.screenshot({ path: test.info().outputPath("at-the-end.png") }).catch(() => {});
    throw why;
  }
}

/** The whole of Chromium beside it, with further arguments: for what can only be said when it is launched. */
export const launchApart = (args: string[]): Promise<Browser> =>
  chromium.launch({ ...OPTIONS, executablePath: process.env.CHROMIUM, args: [...OPTIONS.args!, ...args] });

/** Closes the worker's Chromium, if there is one. */
export async function closeBrowser(): Promise<void> {
  const browser = await shared;
  shared = undefined;
  await browser?.close();
}
