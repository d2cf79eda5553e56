// Every size of window, light and dark: no page can be pushed sideways, no letter is cut off or covered, no line ends within
// an amount.
import type { Page } from "@playwright/test";
import { breakable, clipped, covered, settled, sideways } from "./fit.ts";
import { PHONE, type Question, TABLET, TABLET_UPRIGHT } from "./question.ts";

const SIZES = {
  phone: PHONE,
  small: { width: 320, height: 568 },
  tablet: TABLET_UPRIGHT,
  "tablet-wide": TABLET,
  desktop: { width: 1440, height: 900 },
};
/** The size that is looked at in the dark. */
const DARK = "tablet";

/** What does not fit at any of the sizes, a line each; `look` may find more at each. */
export async function misfits(page: Page, look: (page: Page) => Promise<string[]> = async () => []): Promise<string[]> {
  const faults: string[] = [];
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme: size === DARK ? "dark" : "light" });
    await settled(page);
    const found = [...(await clipped(page)), ...(await covered(page)), ...(await look(page))];
    const over = await sideways(page);
    if (over > 0) found.push(`can be pushed sideways by ${over} px`);
    faults.push(...found.map((fault) => `on a ${size}: ${fault}`));
  }
  return faults;
}

export const everySize: Question = {
  about: "sizes",
  ask: async (page) => [...(await breakable(page)), ...(await misfits(page))],
};

/** Where a line may end, which a language decides by how it writes amounts. */
export const wholeAmounts: Question = { about: "amounts", ask: (page) => breakable(page) };
