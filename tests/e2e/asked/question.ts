// What may be asked of a screen that is being shown. A question may change the window and the media for itself, answers with
// its faults, a line each, and leaves the screen's own state as it was, so that the next can be asked of the same visit.
import type { Page } from "@playwright/test";
import type { Stop } from "../tour.ts";

export interface Question {
  /** What it is about, in a word or two. */
  about: string;
  ask: (page: Page, stop: Stop) => Promise<string[]>;
}

export const PHONE = { width: 390, height: 844 };
export const TABLET = { width: 1180, height: 820 };
export const TABLET_UPRIGHT = { width: 820, height: 1180 };

/** How every question finds the screen: a tablet that lies, in the light, without motion or wishes of its own. */
export async function asItWas(page: Page): Promise<void> {
  await page.setViewportSize(TABLET);
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light", forcedColors: "none", contrast: "no-preference" });
}
