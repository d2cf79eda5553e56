// Access for eyes that need other colours: where the system forces its own, what can be tapped still has an edge, what is
// chosen still looks chosen and the focus is still seen; where more contrast is asked for, it is there.
import type { Page } from "@playwright/test";
import { axe } from "./axe.ts";
import { settled } from "./fit.ts";
import type { Question } from "./question.ts";

/** What has a shape of its own, by which one knows it. */
const SHAPED = ".button, .card, .choice span, .tick, .tick input, .knock, .picture, .hang-up, .own-picture, .kid-name, .captions-switch, .notice, .news, input:not(.choice input), textarea, .captions";

export const forcedColours: Question = {
  about: "forced colours",
  async ask(page) {
    await page.emulateMedia({ forcedColors: "active" });
    await settled(page);
    return [...(await withoutEdge(page)), ...(await choicesAlike(page)), ...(await withoutFocus(page)), ...(await lostPictures(page))];
  },
};

export const moreContrast: Question = {
  about: "more contrast",
  async ask(page) {
    const faults: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ contrast: "more", colorScheme });
      await settled(page);
      const { violations } = await axe(page).withRules(["color-contrast-enhanced"]).analyze();
      const found = violations.flatMap(({ nodes }) => nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message}`));
      faults.push(...found.map((fault) => `${colorScheme}: ${fault}`));
    }
    return faults;
  },
};

/** What has lost its shape: no border and no outline is left of it. */
function withoutEdge(page: Page): Promise<string[]> {
  return page.evaluate((shaped) => {
    const edge = (style: CSSStyleDeclaration) =>
      (style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) > 0) ||
      (style.borderInlineStartStyle !== "none" && parseFloat(style.borderInlineStartWidth) > 0) ||
      (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
    return [...document.querySelectorAll<HTMLElement>(shaped)]
      .filter((thing) => thing.checkVisibility({ visibilityProperty: true }) && thing.getBoundingClientRect().width > 2)
      .filter((thing) => thing.textContent !== "" || thing.matches("button, input, textarea"))
      .filter((thing) => !edge(getComputedStyle(thing)))
      .map((thing) => `${thing.tagName.toLowerCase()}.${thing.className} has no edge`);
  }, SHAPED);
}

/** Choices among which one can't tell which is made. */
function choicesAlike(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const looks = (input: HTMLInputElement) => {
      const face = input.closest(".choice") ? input.nextElementSibling! : input;
      const { backgroundColor, color, borderTopColor, borderTopWidth, outlineStyle } = getComputedStyle(face);
      return [backgroundColor, color, borderTopColor, borderTopWidth, outlineStyle, getComputedStyle(face, "::after").content].join();
    };
    return [...document.querySelectorAll<HTMLInputElement>("input[type=radio], input[type=checkbox]")]
      .filter((input) => input.checkVisibility() && !input.disabled)
      .filter((input) => {
        const before = looks(input);
        const was = input.checked;
        input.checked = !was;
        const after = looks(input);
        input.checked = was;
        return before === after;
      })
      .map((input) => `the choice "${input.closest("label")?.textContent?.trim().slice(0, 30)}" looks the same when it is made`);
  });
}

/** What has the focus without anything around it that the system's colours leave. */
async function withoutFocus(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const before = await page.evaluateHandle(() => document.activeElement!);
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("Tab");
    const fault = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement;
      if (focused === document.body) return "end";
      const outlined = (thing: Element | null) => {
        if (!thing) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(thing);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      };
      if (outlined(focused) || outlined(focused.nextElementSibling) || outlined(focused.closest(".tick"))) return "";
      return `${focused.tagName.toLowerCase()}.${focused.className} shows no focus`;
    });
    if (fault === "end") {
      // Beyond the end the focus is the window's own, which would give it to whatever page comes next.
      await page.keyboard.press("Shift+Tab");
      break;
    }
    if (fault) faults.push(fault);
  }
  await before.evaluate((element) => (element as HTMLElement).focus());
  return faults;
}

/** Signs that are a background behind a mask, and have the colour of what they stand on. */
function lostPictures(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".icon-phone")]
      .filter((sign) => sign.checkVisibility({ visibilityProperty: true }))
      .filter((sign) => getComputedStyle(sign).backgroundColor === getComputedStyle(sign.parentElement!).backgroundColor)
      .map((sign) => `the sign ${sign.className} can't be seen`),
  );
}
