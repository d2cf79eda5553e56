// Access for eyes that need other colours: where the system forces its own, what can be tapped still has an edge, what is
// chosen still looks chosen and the focus is still seen; where more contrast is asked for, it is there.
import { AxeBuilder } from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { settled } from "./fit.ts";
import { TOURS } from "./tour.ts";
import { Visitor } from "./visitor.ts";
import { words } from "./words.ts";

/** What has a shape of its own, by which one knows it. */
const SHAPED = ".button, .card, .choice span, .tick, .tick input, .knock, .picture, .hang-up, .own-picture, .kid-name, .captions-switch, .notice, .news, input:not(.choice input), textarea, .captions";

test.describe.configure({ timeout: 300_000 });

for (const tour of TOURS) {
  test(`in forced colours the tour ${tour.name} keeps its edges, its choices and its focus`, async () => {
    const faults: string[] = [];
    await Visitor.arrive("da", async (visitor) => {
      const { page } = visitor;
      await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
      await tour.walk(visitor, "da", (key, values) => words("da", key, values), async ({ name }) => {
        await settled(page);
        const found = [...(await withoutEdge(page)), ...(await choicesAlike(page)), ...(await withoutFocus(page)), ...(await lostPictures(page))];
        faults.push(...found.map((fault) => `${name}: ${fault}`));
      });
    });
    expect(faults).toEqual([]);
  });

  test(`with more contrast asked for, the tour ${tour.name} has seven to one, light and dark`, async () => {
    const faults: string[] = [];
    await Visitor.arrive("da", async (visitor) => {
      const { page } = visitor;
      await tour.walk(visitor, "da", (key, values) => words("da", key, values), async ({ name }) => {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ reducedMotion: "reduce", contrast: "more", colorScheme });
          await settled(page);
          const { violations } = await new AxeBuilder({ page }).withRules(["color-contrast-enhanced"]).analyze();
          const found = violations.flatMap(({ nodes }) => nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message}`));
          faults.push(...found.map((fault) => `${name}, ${colorScheme}: ${fault}`));
        }
      });
    });
    expect(faults).toEqual([]);
  });
}

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
    if (fault === "end") break;
    if (fault) faults.push(fault);
  }
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
