// Access for hands and eyes: what is tapped is large enough, and with letters of twice the size, or in a window as narrow as
// four times the size makes it, everything is still there and nothing lies over anything.
import { type Page, expect, test } from "@playwright/test";
import { clipped, covered, settled, sideways, tooSmall } from "./fit.ts";
import { TOURS } from "./tour.ts";
import { Visitor } from "./visitor.ts";
import { words } from "./words.ts";

/** The least that a finger is given, in pixels: a parent's, and a child's. */
const LEAST = { parent: 44, child: 64 };
const PHONE = { width: 390, height: 844 };
const TABLET = { width: 1180, height: 820 };

/** Ways to look closer: the browser's own zoom, which narrows the window, and larger letters alone. */
const CLOSER = [
  { name: "a tablet at 200 %", window: { width: 590, height: 410 }, letters: 1 },
  { name: "a desktop at 400 %", window: { width: 320, height: 256 }, letters: 1 },
  { name: "a tablet with letters of twice the size", window: TABLET, letters: 2 },
  { name: "a phone with letters of twice the size", window: PHONE, letters: 2 },
];

test.describe.configure({ timeout: 300_000 });

for (const tour of TOURS) {
  test(`what is tapped on the tour ${tour.name} is large enough, and larger where a child taps`, async () => {
    await faultsOf(tour, async (page, { name, side }) => {
      const found: string[] = [];
      for (const window of [PHONE, TABLET]) {
        await page.setViewportSize(window);
        await settled(page);
        found.push(...(await tooSmall(page, LEAST[side])).map((fault) => `${name} at ${window.width}: ${fault}`));
      }
      return found;
    });
  });

  test(`the tour ${tour.name} stays whole at twice the size and in the narrowest window`, async () => {
    await faultsOf(tour, async (page, { name }) => {
      const found: string[] = [];
      for (const { name: way, window, letters } of CLOSER) {
        await page.setViewportSize(window);
        await page.evaluate((letters) => void (document.documentElement.style.fontSize = `${letters * 100}%`), letters);
        await settled(page);
        const over = await sideways(page);
        if (over > 0) found.push(`${name} on ${way}: can be pushed sideways by ${over} px`);
        const unseen = [...(await clipped(page)), ...(await covered(page))];
        found.push(...unseen.map((fault) => `${name} on ${way}: ${fault}`));
      }
      await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
      return found;
    });
  });
}

/** Walks a tour, asks of each screen, and expects that nobody found anything. */
async function faultsOf(tour: (typeof TOURS)[number], ask: (page: Page, stop: Parameters<Parameters<typeof tour.walk>[3]>[0]) => Promise<string[]>) {
  const faults: string[] = [];
  await Visitor.arrive("da", async (visitor) => {
    await visitor.page.emulateMedia({ reducedMotion: "reduce" });
    await tour.walk(visitor, "da", (key, values) => words("da", key, values), async (stop) => {
      faults.push(...(await ask(visitor.page, stop)));
    });
  });
  expect(faults).toEqual([]);
}
