// A picture of every screen, at every size, in both languages, for people to look at; and what no picture shows: that no
// page can be pushed sideways and that no console complains.
//
// The pictures are written to `target/screens/`, or to the folder that CALL_SANTA_SCREENS names.
import { type Page, expect, test } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Parent } from "../edge/parent.ts";
import { ROOT } from "./promises.ts";
import { Visitor } from "./visitor.ts";
import { type Language, words } from "./words.ts";

const FOLDER = process.env.CALL_SANTA_SCREENS ?? join(ROOT, "target/screens");
const SIZES = {
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 568 },
  tablet: { width: 820, height: 1180 },
  "tablet-wide": { width: 1180, height: 820 },
  desktop: { width: 1440, height: 900 },
};
const ROSTER = { name: "Alma", age: 5, language: "da", wishes: ["En rød cykel med klokke", "En bog om hvaler"] };

for (const language of ["da", "en"] as Language[]) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`every screen fits a ${size} (${language})`, async () => {
      const { parent, child } = await Parent.withChild(undefined, { ...ROSTER, language });
      const fresh = await Parent.signedIn();
      mkdirSync(FOLDER, { recursive: true });
      const options = { viewport, reducedMotion: "reduce" as const };

      await Visitor.arrive(
        language,
        async ({ page }) => {
          const keep = camera(page, language, size);
          await page.goto("/");
          await keep("welcome", words(language, "welcome.title"));
          for (const name of ["privacy", "terms"]) {
            await page.goto(name === "privacy" ? "/privatliv" : "/vilkaar");
            await keep(name, words(language, `policy.${name}`));
          }
          await page.goto("/kode");
          await keep("code", words(language, "code.title"));
          await page.goto("/her-er-ingenting");
          await keep("lost", words(language, "lost.title"));
        },
        options,
      );
      await Visitor.arrive(
        language,
        async (visitor) => {
          const { page } = visitor;
          const keep = camera(page, language, size);
          await visitor.signInAs(fresh);
          await page.goto("/samtykke");
          await keep("consent", words(language, "consent.title"));
          await page.goto("/");
          await keep("home-empty", words(language, "home.title"));
          await page.context().clearCookies();
          await visitor.signInAs(parent);
          await page.goto("/");
          await keep("home", words(language, "home.title"));
          await page.goto("/barn/ny");
          await keep("child-new", words(language, "child.new_title"));
          await page.goto("/konto");
          await keep("account", words(language, "account.title"));
          await page.goto("/konto/nogler");
          await keep("keys", words(language, "keys.title"));
          await page.goto("/konto/slet");
          await page.getByRole("button", { name: words(language, "proof.send") }).click();
          await expect(page.getByLabel(words(language, "code.label"))).toBeVisible();
          await keep("delete-account", words(language, "deletion.title"));
          await page.goto("/konto/mail");
          await keep("email", words(language, "address.title"));
          await page.getByLabel(words(language, "address.new")).fill("mor@example.dk");
          await page.getByRole("button", { name: words(language, "address.next") }).click();
          await expect(page.getByRole("button", { name: words(language, "proof.send") })).toBeVisible();
          await keep("email-proof", words(language, "address.title"));
          await page.goto(`/barn/${child}`);
          await keep("child", words(language, "child.edit_title", { name: ROSTER.name }));
          await page.goto(`/ring/${child}`);
          await keep("before-call", words(language, "before.title", { name: ROSTER.name }));
          await page.getByLabel(words(language, "before.under_six")).check();
          await page.getByRole("button", { name: words(language, "before.start") }).click();
          await expect(page.getByRole("region", { name: words(language, "call.captions") })).toContainText(ROSTER.name, {
            timeout: 60_000,
          });
          await keep("call");
          await page.getByRole("button", { name: words(language, "call.hang_up") }).click();
          await keep("after-call", words(language, "after.title", { name: ROSTER.name }));
        },
        { ...options, colorScheme: size === "tablet" ? "dark" : "light" },
      );
    });
  }
}

/** Takes pictures of a page, and sees to it that the page fits. */
function camera(page: Page, language: Language, size: string) {
  return async (screen: string, heading?: string) => {
    if (heading) await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await page.evaluate(() => document.fonts.ready);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(sideways, `${screen} can be pushed sideways`).toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(FOLDER, `${screen}-${size}-${language}.png`), fullPage: screen !== "call" });
  };
}
