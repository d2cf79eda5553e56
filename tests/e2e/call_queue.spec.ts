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
      let firstPauseMs = Infinity;
      await withFault({ mint: "rate_limit" }, async () => {
        await family.tap(page.getByRole("button", { name: say("before.start") }));
        await expect(screen).toHaveAttribute("data-call", "ended");
        await expect(queue).toContainText(say("after.queue_free"));
        await expect(page.getByText(say("problem.voice_busy"))).toBeVisible();
        await expect(again).toBeDisabled();
        const first = Date.now();
        await expect.poll(() => ledgerOf(family.email)).toEqual(["gift +5", "hold -5", "release +5"]);
        await page.screenshot({ path: test.info().outputPath(`queue-${language}.png`) });
        await expect(queue).toContainText(say("after.queue_ready"), { timeout: 15_000 });
        firstPauseMs = Date.now() - first;
        await family.tap(again);
        await family.tap(page.getByRole("button", { name: say("before.start") }));
        await expect(again).toBeDisabled();
      });
      const second = Date.now();
      await expect(again).toBeEnabled({ timeout: 30_000 });
      // Ten seconds and twenty, and what it takes to notice.
      expect(Date.now() - second, "the second pause is longer than the first").toBeGreaterThan(firstPauseMs + 5_000);
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
