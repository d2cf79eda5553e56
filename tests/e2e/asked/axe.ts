// The rules of access that a program can check.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** Asks in the page itself: the second page that axe would open, and close again, takes the focus away from where it is. */
export const axe = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode(true);
