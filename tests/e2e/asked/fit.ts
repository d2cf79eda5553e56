// What no picture shows of a screen: whether it fits its window, whether letters are cut off or lie under something, how
// large is what one taps. Each question answers with its faults, a line each, so that one run tells of all screens.
import type { Page } from "@playwright/test";

/** Waits until a change of the window, the theme or the letters has been laid out and drawn. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/** By how much a page can be pushed sideways, in pixels. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));

/** Texts that their own box or a box around them cuts off, or that run out of the window. */
export function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const SLACK = 1.5;
    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement!;
      const words = node.textContent!.trim();
      if (!words || holder.closest(".unseen, .skip, script, style, noscript, [aria-hidden=true]")) continue;
      if (!holder.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        if (line.width === 0) continue;
        if (line.left < -SLACK || line.right > document.documentElement.clientWidth + SLACK) {
          faults.push(`"${words.slice(0, 40)}" runs out of the window`);
          break;
        }
        // The nearest box that has a width of its own holds it.
        let box: HTMLElement | null = holder;
        while (box && getComputedStyle(box).display === "inline") box = box.parentElement;
        let beyond = false;
        for (let around = box; around && around !== document.body; around = around.parentElement) {
          const { overflowX, overflowY, position } = getComputedStyle(around);
          const edge = around.getBoundingClientRect();
          const sideCut = around === box || overflowX !== "visible";
          const scrolls = overflowY === "auto" || overflowY === "scroll";
          const heightCut = overflowY !== "visible" && overflowY !== "clip" && !scrolls;
          if (sideCut && (line.left < edge.left - SLACK || line.right > edge.right + SLACK)) beyond = true;
          if (heightCut && (line.top < edge.top - SLACK || line.bottom > edge.bottom + SLACK)) beyond = true;
          if (position === "fixed" || scrolls) break;
        }
        if (beyond) {
          faults.push(`"${words.slice(0, 40)}" is cut off in ${holder.tagName.toLowerCase()}.${holder.className}`);
          break;
        }
      }
    }
    return faults;
  });
}

/** Buttons, links, fields and texts at whose middle something else lies. */
export function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const open = document.querySelector("dialog:modal");
    const things = [...(open ?? document.body).querySelectorAll<HTMLElement>("a, button, input, textarea, summary, h1, h2, h3, p, label, li, dt, dd")];
    for (const thing of things) {
      if (!thing.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || thing.closest(".unseen, .skip, [aria-hidden=true]")) continue;
      if (!thing.textContent!.trim() && !thing.matches("a, button, input, textarea")) continue;
      if (getComputedStyle(thing).pointerEvents === "none") continue;
      // A long text begins where it is looked at; what is tapped is looked at in its middle.
      const isTapped = thing.matches("a, button, input, textarea, summary");
      thing.scrollIntoView({ block: isTapped ? "center" : "start", behavior: "instant" });
      const range = document.createRange();
      range.selectNodeContents(thing);
      const { left, top, width, height } = (isTapped ? undefined : range.getClientRects()[0]) ?? thing.getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      const isIts = there && (thing.contains(there) || there.contains(thing) || thing.closest("label")?.contains(there));
      if (!isIts) faults.push(`${thing.tagName.toLowerCase()} "${thing.textContent!.trim().slice(0, 40)}" lies under ${there?.tagName.toLowerCase()}.${there?.className}`);
    }
    scrollTo(0, 0);
    return faults;
  });
}

/** Amounts of money or time that a line's end could part from their unit. */
export function breakable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const AMOUNT = /\d (?:kr|minut|min\.|sekund|second)\S*|(?:DKK|kr\.) \d/;
    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const amount = node.textContent!.match(AMOUNT)?.[0];
      if (amount && !node.parentElement!.closest("script, style, noscript, .paper")) faults.push(`"${amount}" can be broken`);
    }
    return faults;
  });
}

/** Whatever can be tapped and is smaller than `least` pixels either way; links within a sentence may be. */
export function tooSmall(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const faults: string[] = [];
    const open = document.querySelector("dialog:modal");
    const tappable = "a[href], button, input, textarea, select, summary, [role=button]";
    for (const thing of (open ?? document.body).querySelectorAll<HTMLElement>(tappable)) {
      if (!thing.checkVisibility({ visibilityProperty: true }) || thing.matches(".skip")) continue;
      // A box with its label is one target.
      const target = (thing.matches("input") && thing.closest("label")) || thing;
      const isInSentence =
        thing.matches("a") && getComputedStyle(thing).display === "inline" &&
        [...thing.parentElement!.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim().length > 3);
      if (isInSentence) continue;
      const { width, height } = target.getBoundingClientRect();
      if (width + 0.5 < least || height + 0.5 < least) {
        const name = (thing.getAttribute("aria-label") ?? target.textContent ?? "").trim().slice(0, 40);
        faults.push(`${thing.tagName.toLowerCase()}.${thing.className} "${name}" is ${Math.round(width)} × ${Math.round(height)}`);
      }
    }
    return faults;
  }, least);
}
