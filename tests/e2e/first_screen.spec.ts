// What stands before the app does: the first screen of sign-in and dashboard, and the app's taking over from it.
import { type Page, expect, test } from "../stack/test.ts";
import { Parent } from "../edge/parent.ts";
import { Visitor } from "./visitor.ts";
import { LANGUAGES, words } from "./words.ts";

const PHONE = { viewport: { width: 390, height: 844 } };

for (const language of LANGUAGES) {
  const say = (key: string) => words(language, key);

  test(`the app draws the sign-in page as it stood before, and nothing moves (${language})`, async () => {
    await Visitor.arrive(
      language,
      async ({ page }) => {
        const app = await hold(page);
        await watchMoves(page);
        await page.goto("/log-ind");
        await expect(page.getByRole("heading", { level: 1, name: say("welcome.title") })).toBeVisible();
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await expect(page.locator(".bottom-operator")).toContainText("Call Santa ApS (under test)");
        await expect(page.locator(".welcome-gift")).not.toBeEmpty();
        const before = await drawn(page, "#first");
        const where = await boxes(page, "#first");
        await app.letGo();
        await expect(page.locator("#first")).toHaveCount(0);
        await expect.poll(() => drawn(page, "#app")).toEqual(before);
        expect(await boxes(page, "#app")).toEqual(where);
        expect(await moved(page)).toBeLessThan(0.02);
      },
      PHONE,
    );
  });

  test(`the dashboard's first screen knows nobody, and its frame stays (${language})`, async () => {
    const { parent } = await Parent.withChild(undefined, { name: "Alma", age: 6, language, wishes: [] });
    await Visitor.arrive(
      language,
      async (visitor) => {
        const { page } = visitor;
        const app = await hold(page);
        await watchMoves(page);
        await visitor.signInAs(parent);
        await page.goto("/");
        await expect(page.getByRole("heading", { level: 1, name: say("home.title") })).toBeVisible();
        await expect(page.getByText(say("common.waiting"))).toBeVisible();
        expect(await page.content()).not.toContain("Alma");
        const frame = async (root: string) => [await drawn(page, `${root} .top`), await drawn(page, `${root} .bottom`), await drawn(page, `${root} .home-picture`)];
        const before = await frame("#first");
        const where = await boxes(page, "#first .home-picture");
        await app.letGo();
        await expect(page.getByRole("heading", { name: "Alma" })).toBeVisible();
        await expect.poll(() => frame("#app")).toEqual(before);
        expect(await boxes(page, "#app .home-picture")).toEqual(where);
        expect(await moved(page)).toBeLessThan(0.02);
      },
      PHONE,
    );
  });
}

test("what is typed and sent before the app is there is neither lost nor put into the address", async () => {
  await Visitor.arrive("da", async ({ page, requests }) => {
    const app = await hold(page);
    await page.goto("/log-ind");
    const field = page.getByLabel(words("da", "welcome.email"));
    await field.fill("ikke en adresse");
    await page.getByRole("button", { name: words("da", "welcome.send") }).click();
    await field.focus();
    await app.letGo();
    await expect(page.locator("#first")).toHaveCount(0);
    await expect(field).toHaveValue("ikke en adresse");
    await expect(page.locator("#email-error")).not.toBeEmpty();
    await expect(field).toBeFocused();
    expect(page.url()).not.toContain("ikke");
    expect(requests.filter((address) => address.includes("ikke"))).toEqual([]);
  });
});

test("a language that is chosen before the app is there is spoken when it is", async () => {
  await Visitor.arrive("da", async ({ page }) => {
    const app = await hold(page);
    await page.goto("/log-ind");
    await page.getByRole("button", { name: "English" }).click();
    await app.letGo();
    await expect(page.getByRole("heading", { level: 1, name: words("en", "welcome.title") })).toBeVisible();
  });
});

test("an app that can't start says so on the first screen", async () => {
  await Visitor.arrive("da", async (visitor) => {
    await visitor.page.route(/app_bg\.wasm$/, (route) => route.abort());
    await visitor.page.goto("/log-ind");
    await expect(visitor.page.getByRole("alert").filter({ hasText: "Siden kunne ikke starte" })).toBeVisible();
    // Chromium's own word of the file that did not come.
    visitor.complaints.length = 0;
  });
});

test("the answer is kept by nobody between us, and speaks the language that the way in names", async ({ request }) => {
  const english = await request.get("/log-ind?sprog=en", { headers: { "accept-language": "da" } });
  expect(await english.text()).toContain('<html lang="en"');
  expect(english.headers()["cache-control"]).toBe("private, no-cache");
  expect(english.headers()["content-security-policy"]).toContain("default-src");
  const danish = await request.get("/log-ind", { headers: { "accept-language": "fr, da;q=0.5" } });
  expect(await danish.text()).toContain('<html lang="da"');
});

/** Keeps the app and its style from coming until they are let go. */
async function hold(page: Page): Promise<{ letGo: () => Promise<void> }> {
  let letGo = () => {};
  const free = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(/(app_bg\.wasm|style\.css)$/, async (route) => {
    await free;
    await route.continue();
  });
  return { letGo: async () => letGo() };
}

/** What an element holds, without what is not seen: comments, empty classes, and gaps between elements. */
async function drawn(page: Page, selector: string): Promise<string> {
  return page.locator(selector).first().evaluate((root) => {
    const written = (node: Node): string => {
      if (node.nodeType === Node.TEXT_NODE) return node.textContent!.replace(/\s+/g, " ");
      if (!(node instanceof Element)) return "";
      const attributes = [...node.attributes].filter(({ name, value }) => value !== "" && !["method", "fetchpriority"].includes(name)).map(({ name, value }) => `${name}=${value}`);
      // How a drawing is grouped is nobody's affair.
      if (node.localName === "g") return [...node.childNodes].map(written).join("");
      return `<${[node.localName, ...attributes.sort()].join(" ")}>${[...node.childNodes].map(written).join("").trim()}</>`;
    };
    return [...root.childNodes].map(written).join("").replace(/> (?=<)/g, ">").replace(/>\s+/g, ">").replace(/\s+</g, "<").trim();
  });
}

/** Where every element stands, and in which colour, once the typefaces are there: the style in the document is that of the app. */
async function boxes(page: Page, root: string): Promise<string[]> {
  return page.evaluate(async (root) => {
    await document.fonts.ready;
    return [...document.querySelectorAll(`${root} :not(svg *)`)].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [element.localName, ...[x, y, width, height].map(Math.round), getComputedStyle(element).color].join(" ");
    });
  }, root);
}

async function watchMoves(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const moves = { sum: 0 };
    Object.assign(window, { moves });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) moves.sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
}

const moved = (page: Page) => page.evaluate(() => (window as unknown as { moves: { sum: number } }).moves.sum);
