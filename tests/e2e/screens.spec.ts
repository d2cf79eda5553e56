// Every screen at every size, in both languages: no page can be pushed sideways, no letter is cut off or covered, no line ends
// within an amount, axe finds nothing, and no console complains. The pictures are taken by `cargo xtask screens`.
//
// One visit a tour: the window changes its size before each look, so that one call serves all sizes.
import { AxeBuilder } from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { breakable, clipped, covered, settled, sideways } from "./fit.ts";
import { TOURS } from "./tour.ts";
import { Visitor } from "./visitor.ts";
import { type Language, words } from "./words.ts";

const SIZES = {
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 568 },
  tablet: { width: 820, height: 1180 },
  "tablet-wide": { width: 1180, height: 820 },
  desktop: { width: 1440, height: 900 },
};
/** The size that is looked at in the dark. */
const DARK = "tablet";

test.describe.configure({ timeout: 300_000 });

for (const language of ["da", "en"] as Language[]) {
  for (const tour of TOURS) {
    test(`every screen of the tour ${tour.name} fits every size and offends no rule of access (${language})`, async () => {
      const faults: string[] = [];
      await Visitor.arrive(language, async (visitor) => {
        const { page } = visitor;
        await tour.walk(visitor, language, (key, values) => words(language, key, values), async ({ name }) => {
          faults.push(...(await breakable(page)).map((fault) => `${name}: ${fault}`));
          for (const [size, viewport] of Object.entries(SIZES)) {
            await page.setViewportSize(viewport);
            await page.emulateMedia({ reducedMotion: "reduce", colorScheme: size === DARK ? "dark" : "light" });
            await settled(page);
            const found = [...(await clipped(page)), ...(await covered(page))];
            const over = await sideways(page);
            if (over > 0) found.push(`can be pushed sideways by ${over} px`);
            // Rules do not depend on the width where the layout is the same; one narrow and one wide screen, in light and dark.
            if (size === "phone" || size === DARK) found.push(...(await violations(page)));
            faults.push(...found.map((fault) => `${name} on a ${size}: ${fault}`));
          }
        });
      });
      expect(faults).toEqual([]);
    });
  }
}

/** What axe finds against WCAG 2.2 AA, a line each. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
}
