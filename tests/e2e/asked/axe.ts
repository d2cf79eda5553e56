// The rules of access that a program can check.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { settled } from "./fit.ts";
import { PHONE, type Question, TABLET_UPRIGHT } from "./question.ts";

/** Asks in the page itself: the second page that axe would open, and close again, takes the focus away from where it is. */
export const axe = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode(true);

/** WCAG 2.2 AA. Rules do not depend on the width where the layout is the same: a narrow screen in the light, a wide one in the dark. */
const rules = (looks: { colorScheme: "light" | "dark"; viewport: { width: number; height: number } }[]): Question => ({
  about: "rules of access",
  async ask(page) {
    const faults: string[] = [];
    for (const { colorScheme, viewport } of looks) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const { violations } = await axe(page).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
      faults.push(...found.map((fault) => `${colorScheme}: ${fault}`));
    }
    return faults;
  },
});

const LIGHT = { colorScheme: "light", viewport: PHONE } as const;
export const rulesInTheLight = rules([LIGHT]);
export const rulesInLightAndDark = rules([LIGHT, { colorScheme: "dark", viewport: TABLET_UPRIGHT }]);
