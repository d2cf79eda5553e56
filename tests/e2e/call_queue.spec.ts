// OpenAI lets no further call through: nothing is held, the parent waits in an honest place, the child sees one kind screen.
import { expect, test } from "../stack/test.ts";
import { withFault } from "../edge/north_pole.ts";
import { Family } from "./parent.ts";
import { ledgerOf } from "../edge/database.ts";
import { LANGUAGES } from "./words.ts";

test.describe.configure({ timeout: 120_000 });

for (const language of LANGUAGES) {
  test(`when OpenAI is busy nothing is held, and the parent is told so and may try again (${language})`, async () => {
    await Family.arrive(language, async (family) => {
      const { page, screen, say } = family;
      await family.withChild("Alma", 7);
      const queue = page.locator('[data-test="queue"]');
      const again = family.button(say("after.queue_again"));
      const start = page.getByRole("button", { name: say("before.start") });
      const now = () => page.evaluate(() => Date.now());
      /** A pause is over after so many seconds and no sooner, by the page's own clock; it began after `since`. */
      const waits = async (since: number, seconds: number) => {
        await expect(again).toBeDisabled();
        await page.clock.pauseAt(since + (seconds - 1) * 1_000);
        await expect(again).toBeDisabled();
        await page.clock.runFor(seconds * 1_000);
        await expect(again).toBeEnabled();
        await expect(queue).toContainText(say("after.queue_ready"));
        await page.clock.resume();
      };
      await page.clock.install();
      await withFault({ mint: "rate_limit" }, async () => {
        const first = await now();
        await family.tap(start);
        await expect(screen).toHaveAttribute("data-call", "ended");
        await expect(queue).toContainText(say("after.queue_free"));
        await expect(page.getByText(say("problem.voice_busy"))).toBeVisible();
        await expect.poll(() => ledgerOf(family.email)).toEqual(["gift +5", "hold -5", "release +5"]);
        await page.screenshot({ path: test.info().outputPath(`queue-${language}.png`) });
        await waits(first, 10);
        await family.tap(again);
        const second = await now();
        await family.tap(start);
        await waits(second, 20);
      });
      await family.tap(again);
      await family.call();
      await family.tap(page.getByRole("button", { name: say("call.hang_up") }));
      await expect.poll(() => ledgerOf(family.email).at(-1)).toBe("charge -1");
    });
  });

  test(`in kid mode a busy OpenAI is one kind screen, without a way to try again (${language})`, async () => {
    await Family.arrive(language, async (family) => {
      const { page, screen, say } = family;
      await family.withChild("Alma", 7);
      await page.goto("/");
      await family.tap(page.getByRole("link", { name: say("kids.hand_over") }));
      await family.tap(family.button(say("kids.hand_over_now")));
      await family.writeOn(page.getByLabel(say("kids.choose_pin")), "0815");
      await family.tap(family.button(say("kids.hand_over_with_pin")));
      await family.tap(page.getByRole("link", { name: say("home.call_for", { name: "Alma" }) }));
      await withFault({ mint: "rate_limit" }, async () => {
        await family.tap(page.getByRole("button", { name: say("before.start") }));
        await expect(screen).toHaveAttribute("data-call", "ended");
        await expect(page.getByRole("heading", { name: say("after.unavailable_title") })).toBeVisible();
        await expect(page.locator(".after > .lead")).toHaveText(say("after.unavailable"));
        await expect(page.locator('[data-test="queue"]')).toHaveCount(0);
        await expect(page.locator(".after button")).toHaveCount(0);
        await page.screenshot({ path: test.info().outputPath(`queue-kid-${language}.png`) });
      });
      expect(ledgerOf(family.email)).toEqual(["gift +5", "hold -5", "release +5"]);
    });
  });
}
