// Every call that a browser places, watched from outside it: whichever page placed it, nothing that the product sent down
// its line may be something that OpenAI would refuse.
import { type BrowserContext, expect } from "@playwright/test";
import { reportOf } from "../edge/north_pole.ts";

const CALL = /\/v1\/realtime\/calls\/(rtc_\w+)$/;

/** Follows the calls of all pages of a browser context. */
export class PlacedCalls {
  private readonly ids = new Set<string>();

  constructor(context: BrowserContext) {
    context.on("response", (response) => {
      const id = CALL.exec(response.headers().location ?? "")?.[1];
      if (id) this.ids.add(id);
    });
  }

  /** Fails where the stand-in refused an event of any of them. */
  async expectNothingRefused(): Promise<void> {
    for (const id of this.ids) {
      const { refused } = await reportOf(id);
      expect(refused, "OpenAI would have refused nothing of what was sent in a call").toEqual([]);
    }
  }
}
