// The landing page as a stranger meets it: whole before anything of the app has come, Santa alive after it, nothing left behind.
import { type Page, expect, test } from "../stack/test.ts";
import { readFileSync } from "node:fs";
import { CALL_SANTA } from "../stack/address.ts";
import { Visitor } from "./visitor.ts";
import { LANGUAGES, words as appWords } from "./words.ts";

const texts = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    JSON.parse(readFileSync(new URL(`../../app/locales/landing/${language}.json`, import.meta.url), "utf8")),
  ]),
);
const SECTIONS = ["hero", "steps", "privacy", "prices", "questions", "closing", "foot"];
const OPERATOR = ["Call Santa ApS (under test)", "DK 00000000", "Nordpolen 1, 3900 Nuuk"];

for (const language of LANGUAGES) {
  const say = (key: string) => key.split(".").reduce((group, name) => group[name], texts[language]) as string;

  test(`the page is whole before any WebAssembly, keeps nothing and leads on (${language})`, async () => {
    await Visitor.arrive(language, async ({ page, requests }) => {
      await page.route(/\.wasm$/, (route) => route.fulfill({ status: 404 }));
      await page.goto("/");
      await expect(page).toHaveURL(new RegExp(`/${language}/$`));
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await expect(page.getByRole("heading", { level: 1, name: say("hero.title") })).toBeVisible();
      for (const section of SECTIONS) await expect(page.locator(`[data-section="${section}"]`), section).toBeVisible();
      for (const fact of OPERATOR) await expect(page.locator("footer")).toContainText(fact);
      await expect(page.locator(".prices li")).toHaveCount(3);
      await expect(page.locator(".prices .price").first()).toHaveText(language === "da" ? "49,00 kr." : "DKK 49.00");
      expect(await page.content()).not.toMatch(/\{\{|\[\[/);
      // The picture's own bytes are there, and the style that is allowed by its hash has been taken.
      expect(await page.locator(".window img").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
      expect(await page.locator(".button").first().evaluate((link) => getComputedStyle(link).borderRadius)).not.toBe("0px");

      await page.getByRole("button", { name: say("hero.knock") }).click();
      await expect(page.getByRole("status")).toContainText(say("hero.words"));
      await page.waitForLoadState("networkidle");
      expect(requests.filter((url) => /(app_bg|split_\w+)\.wasm$|start\.js$/.test(url))).toEqual([]);
      expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(new Set([new URL(CALL_SANTA).origin]));
      expect(await kept(page)).toEqual([]);
    });
  });

  test(`Santa comes alive after the page, and the way in keeps its language (${language})`, async () => {
    // A browser that asks for the other language: the page that one came by has the say.
    await Visitor.arrive(language === "da" ? "en" : "da", async ({ page }) => {
      await page.addInitScript(() => {
        Object.assign(window, { santaInTests: { softwareToo: true, fine: false } });
      });
      await page.goto(`/${language}/`);
      await expect(page.locator(".window")).toHaveAttribute("data-santa", "alive", { timeout: 60_000 });
      expect(await kept(page)).toEqual([]);
      await page.getByRole("link", { name: say("hero.start") }).first().click();
      await expect(page.getByLabel(appWords(language, "welcome.email"))).toBeVisible();
      await expect.poll(() => kept(page)).toEqual([`language=${language}`]);
      await page.reload();
      await expect(page.getByLabel(appWords(language, "welcome.email"))).toBeVisible();
    });
  });

  test(`every link of the page leads to a page with a heading (${language})`, async () => {
    await Visitor.arrive(language, async ({ page }) => {
      await page.goto(`/${language}/`);
      const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
      expect(links.length).toBeGreaterThan(6);
      for (const link of new Set(links)) {
        await page.goto(link);
        await expect(page.getByRole("heading", { level: 1 }), link).toBeVisible();
        await expect(page.getByRole("heading", { name: appWords(language, "lost.title") }), link).toHaveCount(0);
      }
    });
  });
}

test("the language that is chosen leads the next time, whatever the browser asks for", async () => {
  await Visitor.arrive("da", async ({ page }) => {
    await page.goto("/");
    await expect(page).toHaveURL(/\/da\/$/);
    await page.getByRole("link", { name: "English" }).click();
    await expect(page).toHaveURL(/\/en\/$/);
    await page.goto("/");
    await expect(page).toHaveURL(/\/en\/$/);
  });
});

test("search engines are told which pages there are, each in its language", async ({ request }) => {
  const page = await (await request.get("/da/")).text();
  const origin = new URL(CALL_SANTA).origin;
  expect(page).toContain(`<link rel="canonical" href="${origin}/da/">`);
  const data = page.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)![1];
  const kinds = JSON.parse(data)["@graph"].map((thing: { "@type": string }) => thing["@type"]);
  expect(kinds).toEqual(["WebSite", "Organization", "Product", "Product", "Product"]);
  const map = await (await request.get("/sitemap.xml")).text();
  const named = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address);
  expect(named).toContain(`${origin}/en/`);
  for (const address of named) expect((await request.get(address)).status(), address).toBe(200);
  expect(await (await request.get("/robots.txt")).text()).toContain(`Sitemap: ${origin}/sitemap.xml`);
  const social = await request.get("/icons/social.jpg");
  expect(social.headers()["content-type"]).toBe("image/jpeg");
});

/** Cookies and storage, by name and value. */
async function kept(page: Page): Promise<string[]> {
  const stored = await page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => `${name}`),
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  ]);
  const cookies = await page.context().cookies();
  return [...stored, ...cookies.map(({ name, value }) => `${name}=${value}`)];
}
