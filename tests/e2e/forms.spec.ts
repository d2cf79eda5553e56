// Forms say what is wrong beside the field, and stop saying it once it is mended.
import { expect, test } from "@playwright/test";
import { words } from "./words.ts";

const say = (key: string) => words("da", key);

test.use({ locale: "da-DK", viewport: { width: 390, height: 844 } });

test("an e-mail address that can't be one is named, and the words go as it is mended", async ({ page }) => {
  await page.goto("/");
  const email = page.getByLabel(say("welcome.email"));
  await email.fill("mor");
  await page.getByRole("button", { name: say("welcome.send"), exact: true }).click();
  await expect(page.locator("#email-error")).not.toBeEmpty();
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await email.pressSequentially("@example.dk");
  await expect(page.locator("#email-error")).toBeEmpty();
});

test("a page is seen from its top", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByLabel(say("welcome.email"))).toBeVisible();
  expect(await page.evaluate(() => scrollY)).toBe(0);
});
