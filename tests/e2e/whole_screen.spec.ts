// The whole screen for a call on a device that is touched: asked for by the tap, given back at the end, missed by nobody.
import { type BrowserContextOptions, type Page, expect, test } from "../stack/test.ts";
import { Parent } from "../edge/parent.ts";
import { Visitor } from "./visitor.ts";
import { words } from "./words.ts";

const TOUCHED: BrowserContextOptions = { hasTouch: true, isMobile: true, viewport: { width: 820, height: 1180 } };
const isWhole = (page: Page) => page.evaluate(() => document.fullscreenElement !== null);

/** One call up to Santa's first words, and its end. */
async function call(options: BrowserContextOptions, inCall: (page: Page) => Promise<void>, before?: () => void): Promise<void> {
  const { parent, child } = await Parent.withChild(undefined, { name: "Alma", age: 7, language: "da", wishes: [] });
  await Visitor.arrive(
    "da",
    async (visitor) => {
      const { page } = visitor;
      if (before) await page.addInitScript(before);
      await visitor.signInAs(parent);
      await page.goto(`/ring/${child}`);
      await page.getByRole("button", { name: words("da", "before.start") }).click();
      await expect(page.locator("main.call")).toHaveAttribute("data-call", "speaking", { timeout: 40_000 });
      await inCall(page);
      await page.getByRole("button", { name: words("da", "call.hang_up") }).click();
      await expect(page.getByRole("heading", { level: 1, name: words("da", "after.title", { name: "Alma" }) })).toBeVisible();
      await expect.poll(() => isWhole(page)).toBe(false);
    },
    options,
  );
}

test("a call has the whole screen of a device that is touched, and gives it back", () =>
  call(TOUCHED, (page) => expect.poll(() => isWhole(page)).toBe(true)));

test("with a mouse the window stays as it is", () => call({}, async (page) => expect(await isWhole(page)).toBe(false)));

test("a call goes on where the whole screen is refused", () =>
  call(
    TOUCHED,
    async (page) => {
      expect(await page.evaluate(() => (window as unknown as { asked: number }).asked)).toBe(1);
      expect(await isWhole(page)).toBe(false);
    },
    () => {
      const seen = window as unknown as { asked: number };
      seen.asked = 0;
      Element.prototype.requestFullscreen = () => {
        seen.asked += 1;
        return Promise.reject(new TypeError("not here"));
      };
    },
  ));

test("a call goes on in a browser that knows no whole screen", () =>
  call(
    TOUCHED,
    async (page) => expect(await isWhole(page)).toBe(false),
    () => {
      delete (Element.prototype as Partial<Element>).requestFullscreen;
      delete (Document.prototype as Partial<Document>).exitFullscreen;
    },
  ));
