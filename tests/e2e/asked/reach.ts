// Access for hands and eyes: what is tapped is large enough, and with letters of twice the size, or in a window as narrow as
// four times the size makes it, everything is still there and nothing lies over anything.
import { clipped, covered, settled, sideways, tooSmall } from "./fit.ts";
import { PHONE, type Question, TABLET } from "./question.ts";

/** The least that a finger is given, in pixels: a parent's, and a child's. */
const LEAST = { parent: 44, child: 64 };

/** Ways to look closer: the browser's own zoom, which narrows the window, and larger letters alone. */
const CLOSER = [
  { name: "a tablet at 200 %", window: { width: 590, height: 410 }, letters: 1 },
  { name: "a desktop at 400 %", window: { width: 320, height: 256 }, letters: 1 },
  { name: "a tablet with letters of twice the size", window: TABLET, letters: 2 },
  { name: "a phone with letters of twice the size", window: PHONE, letters: 2 },
];

export const largeEnough: Question = {
  about: "targets",
  async ask(page, { side }) {
    const faults: string[] = [];
    for (const window of [PHONE, TABLET]) {
      await page.setViewportSize(window);
      await settled(page);
      faults.push(...(await tooSmall(page, LEAST[side])).map((fault) => `at ${window.width}: ${fault}`));
    }
    return faults;
  },
};

export const wholeWhenCloser: Question = {
  about: "twice the size",
  async ask(page) {
    const faults: string[] = [];
    for (const { name, window, letters } of CLOSER) {
      await page.setViewportSize(window);
      await page.evaluate((letters) => void (document.documentElement.style.fontSize = `${letters * 100}%`), letters);
      await settled(page);
      const found = [...(await clipped(page)), ...(await covered(page))];
      const over = await sideways(page);
      if (over > 0) found.push(`can be pushed sideways by ${over} px`);
      faults.push(...found.map((fault) => `on ${name}: ${fault}`));
    }
    await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
    return faults;
  },
};
