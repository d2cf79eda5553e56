// The parts that the app falls into: fetched when they are needed, asked for again where the line broke.
import { expect, test } from "../stack/test.ts";

test("signing in fetches no part of the app that it does not show", async ({ page }) => {
  const modules: string[] = [];
  page.on("request", (request) => {
    const file = new URL(request.url()).pathname.split("/").pop()!;
    if (file.endsWith(".wasm")) modules.push(file);
  });
  await page.goto("/log-ind");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.waitForLoadState("networkidle");
  // Santa's own module comes to life there; of the app nothing but the start.
  expect(modules.filter((file) => !file.startsWith("santa"))).toEqual(["app_bg.wasm"]);
});

test("a page that can't be fetched says so, and comes when it is asked for again", async ({ page }) => {
  let broken = true;
  await page.route(/split_papers\.wasm$/, (route) => (broken ? route.abort() : route.continue()));
  await page.goto("/privacy");
  const again = page.getByRole("button", { name: /try again|prøv igen/i });
  await expect(again).toBeVisible();
  await expect(page.getByRole("alert")).toBeVisible();
  broken = false;
  await again.click();
  await expect(page.locator("article.paper h1")).toBeVisible();
});
