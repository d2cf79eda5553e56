// What a call goes through, as its screen shows it. A state may be over before anybody has looked, so the page itself keeps
// them: at the stand-in's quick pace Santa thinks for a quarter of a second.
import { type BrowserContext, type Page, expect } from "@playwright/test";

interface Kept {
  callStates: string[];
}

export class CallStates {
  constructor(private readonly page: Page) {}

  /** Has all pages of a context keep the states of their calls. */
  static async follow(context: BrowserContext): Promise<void> {
    await context.addInitScript(keepStates);
  }

  /** Every state that the page has shown, the newest last. */
  all = (): Promise<string[]> => this.page.evaluate(() => (window as unknown as Kept).callStates);

  /** Waits until the page shows this one; how many it has shown by then. */
  async reach(state: string, timeout = 40_000): Promise<number> {
    await expect.poll(async () => (await this.all()).at(-1), { timeout }).toBe(state);
    return (await this.all()).length;
  }

  /** Waits until the page has shown these, in this order, whatever lies between, after it had shown `since` states. */
  async pass(states: string[], since = 0, timeout = 40_000): Promise<void> {
    const inOrder = new RegExp(states.map((state) => `\\b${state}\\b`).join(".*"));
    await expect.poll(async () => (await this.all()).slice(since).join(" "), { timeout }).toMatch(inOrder);
  }
}

/** Runs in each page before its scripts. */
function keepStates(): void {
  const callStates: string[] = [];
  Object.assign(window, { callStates });
  const look = () => {
    const state = document.querySelector<HTMLElement>("main.call")?.dataset.call;
    if (state && callStates.at(-1) !== state) callStates.push(state);
  };
  new MutationObserver(look).observe(document, { attributes: true, attributeFilter: ["data-call"], childList: true, subtree: true });
}
