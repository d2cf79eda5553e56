// A picture of every screen, at every size, in both languages, for people to look at; and what no picture shows: that no
// page can be pushed sideways and that no console complains.
//
// One visit a language: the window changes its size before each picture, so that one call serves all sizes.
// The pictures are written to `target/screens/`, or to the folder that CALL_SANTA_SCREENS names.
import { AxeBuilder } from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Browser } from "../edge/http.ts";
import { pair, paired } from "../edge/paired.ts";
import { Parent } from "../edge/parent.ts";
import { begun, bought } from "./pay.ts";
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
/** The size that is looked at in the dark. */
const DARK = "tablet";
const ROSTER = { name: "Alma", age: 5, language: "da", wishes: ["En rød cykel med klokke", "En bog om hvaler"] };
const PIN = "4821";

test.describe.configure({ timeout: 300_000 });

for (const language of ["da", "en"] as Language[]) {
  const say = (key: string, values?: Record<string, string>) => words(language, key, values);

  test(`every screen of a stranger fits every size (${language})`, async () => {
    await Visitor.arrive(language, async ({ page }) => {
      const keep = camera(page, language);
      await page.goto("/log-ind");
      await keep("welcome", say("welcome.title"));
      await page.goto("/privatliv");
      await keep("privacy", say("policy.privacy"));
      await page.goto("/vilkaar");
      await keep("terms", say("policy.terms"));
      await page.goto("/kode");
      await keep("code", say("code.title"));
      await page.goto("/samtykke/ikke-mig#0");
      await keep("disavowal", say("disavowal.title"));
      await page.goto("/breve/afmeld#0");
      await keep("unsubscribe", say("unsubscribe.title"));
      await page.goto("/par");
      await keep("pair", say("pair.title"));
      await page.goto("/her-er-ingenting");
      await keep("lost", say("lost.title"));
    });
  });

  test(`every screen of a parent fits every size (${language})`, async () => {
    const { parent, child } = await Parent.withChild(undefined, { ...ROSTER, language });
    const fresh = await Parent.signedIn();
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      const keep = camera(page, language);
      await visitor.signInAs(fresh);
      await page.goto("/samtykke");
      await keep("consent", say("consent.title"));
      await page.goto("/");
      await keep("home-empty", say("home.title"));
      await page.context().clearCookies();
      await visitor.signInAs(parent);
      await page.goto("/");
      await keep("home", say("home.title"));
      await page.goto("/barn/ny");
      await keep("child-new", say("child.new_title"));
      await page.goto(`/barn/${child}`);
      await keep("child", say("child.edit_title", { name: ROSTER.name }));
      await page.goto("/konto");
      await expect(page.getByText(parent.email)).toBeVisible();
      await keep("account", say("account.title"));
      await page.goto("/konto/slet");
      await page.getByRole("button", { name: say("proof.send") }).click();
      await expect(page.getByLabel(say("code.label"))).toBeVisible();
      await keep("account-delete", say("deletion.title"));
      await page.goto("/konto/mail");
      await keep("email", say("address.title"));
      await page.getByLabel(say("address.new")).fill("mor@example.dk");
      await page.getByRole("button", { name: say("address.next") }).click();
      await expect(page.getByRole("button", { name: say("proof.send") })).toBeVisible();
      await keep("email-proof", say("address.title"));
      await page.goto("/konto/nogler");
      await keep("keys", say("keys.title"));
      await page.goto("/enheder");
      await keep("devices", say("devices.title"));
      await page.getByLabel(say("devices.name")).fill(language === "da" ? "Hos mormor" : "At Granny’s");
      await page.getByRole("button", { name: say("devices.invite") }).click();
      await expect(page.locator(".qr")).toBeVisible();
      await keep("devices-code", say("devices.title"));
      const code = (await page.locator('[data-test="pair-code"]').textContent())!;
      expect((await pair(new Browser(), code)).status).toBe(200);
      await expect(page.getByText(say("devices.calls_free"))).toBeVisible();
      await keep("devices-one", say("devices.title"));
    });
  });

  test(`every screen of buying fits every size (${language})`, async () => {
    const { parent, child } = await Parent.withChild(undefined, { ...ROSTER, language });
    const [paid, open] = [await bought(parent, "ten"), await begun(parent)];
    const { call } = await parent.call(child);
    await parent.end(call);
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      const keep = camera(page, language);
      await visitor.signInAs(parent);
      await page.goto("/");
      await keep("home-calls", say("home.title"));
      await page.getByRole("button", { name: say("home.not_well"), exact: true }).click();
      await keep("home-complaint", say("home.title"));
      await page.goto("/koeb");
      await expect(page.locator(".pack")).toHaveCount(3);
      await keep("shop", say("shop.title"));
      await page.goto(`/koeb?betalt=${open.purchase}`);
      await keep("shop-waiting", say("shop.waiting_title"));
      await page.goto(`/koeb?forladt=${open.purchase}`);
      await expect(page.locator(".pack")).toHaveCount(3);
      await keep("shop-left", say("shop.left_title"));
      await page.goto(`/koeb?betalt=${paid.purchase}`);
      await keep("shop-paid", say("shop.paid_title"));
      await page.goto("/historik");
      await expect(page.locator(".call-row")).toHaveCount(3);
      await keep("history", say("history.title"));
      await page.goto("/fortryd");
      await expect(page.locator(".offer")).toBeVisible();
      await keep("withdrawal", say("withdrawal.title"));
      await page.locator(".offer button").first().click();
      await keep("withdrawal-question", say("withdrawal.title"));
      await page.getByRole("button", { name: say("withdrawal.confirm") }).click();
      await expect(page.getByText(say("withdrawal.none"))).toBeVisible();
      await keep("withdrawal-done", say("withdrawal.title"));
    });
  });

  test(`every screen of a call and of kid mode fits every size (${language})`, async () => {
    const { parent, child } = await Parent.withChild(undefined, { ...ROSTER, language });
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      const keep = camera(page, language);
      await visitor.signInAs(parent);
      await page.goto(`/ring/${child}`);
      await keep("before-call", say("before.title", { name: ROSTER.name }));
      await page.getByLabel(say("before.under_six")).check();
      await page.getByRole("button", { name: say("before.start") }).click();
      await expect(page.getByRole("region", { name: say("call.captions") })).toContainText(ROSTER.name, { timeout: 60_000 });
      await keep("call");
      await page.getByRole("button", { name: say("call.hang_up") }).click();
      await keep("after-call", say("after.title", { name: ROSTER.name }));

      // Before the tablet is handed over, which gives the session another token.
      const device = await paired(parent);
      await page.goto("/born");
      await keep("kids-hand-over", say("kids.hand_over"));
      await page.getByRole("button", { name: say("kids.hand_over_now") }).click();
      await page.getByLabel(say("kids.choose_pin")).fill(PIN);
      await page.getByRole("button", { name: say("kids.hand_over_with_pin") }).click();
      await keep("kids", say("kids.title"));
      await page.getByRole("button", { name: say("call.for_grown_ups") }).click();
      await keep("kids-way-out", say("kids.title"));
      await page.context().clearCookies();
      await visitor.signInAs({ browser: device });
      await page.goto("/born");
      await keep("kids-paired", say("kids.title"));
      await page.context().clearCookies();
      await page.goto("/born");
      await keep("kids-closed", say("kids.closed_title"));
    });
  });
}

/** Takes pictures of a page at every size, and sees to it that the page fits. */
function camera(page: Page, language: Language) {
  mkdirSync(FOLDER, { recursive: true });
  return async (screen: string, heading?: string) => {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ reducedMotion: "reduce", colorScheme: size === DARK ? "dark" : "light" });
      if (heading) await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      await page.evaluate(() => document.fonts.ready);
      // The new size is laid out and drawn before anything is measured.
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(sideways, `${screen} can be pushed sideways on a ${size}`).toBeLessThanOrEqual(0);
      // Rules do not depend on the width where the layout is the same; one narrow and one wide screen, in light and dark.
      if (size === "phone" || size === DARK) expect(await violations(page), `${screen} on a ${size}`).toEqual([]);
      await page.screenshot({ path: join(FOLDER, `${screen}-${size}-${language}.png`), fullPage: screen !== "call" });
    }
  };
}

/** What axe finds against WCAG 2.2 AA, a line each. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
}
