// Every size of window, light and dark: no page can be pushed sideways, no letter is cut off or covered, no line ends within
// an amount, and axe finds nothing against WCAG 2.2 AA.
import type { Page } from "@playwright/test";
import { axe } from "./axe.ts";
import { breakable, clipped, covered, settled, sideways } from "./fit.ts";
import { PHONE, type Question, TABLET } from "./question.ts";

const SIZES = {
  phone: PHONE,
  small: { width: 320, height: 568 },
  tablet: { width: 820, height: 1180 },
  "tablet-wide": TABLET,
  desktop: { width: 1440, height: 900 },
};
/** The size that is looked at in the dark. */
const DARK = "tablet";

export const everySize: Question = {
  about: "sizes",
  async ask(page) {
    const faults = await breakable(page);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: size === DARK ? "dark" : "light" });
      await settled(page);
      const found = [...(await clipped(page)), ...(await covered(page))];
      const over = await sideways(page);
      if (over > 0) found.push(`can be pushed sideways by ${over} px`);
      // Rules do not depend on the width where the layout is the same; one narrow and one wide screen, in light and dark.
      if (size === "phone" || size === DARK) found.push(...(await violations(page)));
      faults.push(...found.map((fault) => `on a ${size}: ${fault}`));
    }
    return faults;
  },
};

/** What axe finds against WCAG 2.2 AA, a line each. */
async function violations(page: Page): Promise<string[]> {
  const found = await axe(page).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
}
