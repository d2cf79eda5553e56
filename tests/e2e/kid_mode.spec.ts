// Kid mode as a family meets it: the tablet changes hands, the child has one page, the grown-up takes it back.
import { expect, test } from "../stack/test.ts";
import { codeIn, mailTo } from "../edge/north_pole.ts";
import { Family } from "./parent.ts";

const PIN = "0815";

test("R6: the tablet is handed over, a child calls, no figure is shown, and only the PIN leads back", async () => {
  test.setTimeout(240_000);
  await Family.arrive("da", async (family) => {
    const { page, screen, say } = family;
    await family.withChild("Alma", 5);
    await page.goto("/");
    await family.tap(page.getByRole("link", { name: say("kids.hand_over") }));
    await expect(page.getByRole("heading", { name: say("kids.hand_over") })).toBeVisible();
    await family.tap(family.button(say("kids.hand_over_now")));
    await family.writeOn(page.getByLabel(say("kids.choose_pin")), PIN);
    await family.tap(family.button(say("kids.hand_over_with_pin")));

    const kids = page.locator('[data-test="kid-mode"]');
    await expect(kids).toBeVisible();
    await expect(page.getByRole("heading", { name: say("kids.title") })).toBeVisible();

    // Wherever a child gets by typing, going back or loading anew, it comes back to its own page.
    for (const path of ["/", "/barn/ny", "/samtykke", "/born"]) {
      await page.goto(path);
      await expect(kids).toBeVisible();
      await expect(page).toHaveURL(/\/born$/);
    }
    await page.goBack();
    await expect(kids).toBeVisible();
    await page.reload();
    await expect(kids).toBeVisible();

    await family.tap(page.getByRole("link", { name: say("home.call_for", { name: "Alma" }) }));
    await family.tap(page.getByLabel(say("before.under_six")));
    await family.call();
    await family.tap(page.getByRole("button", { name: say("call.hang_up") }));
    await expect(page.getByRole("heading", { name: say("after.title", { name: "Alma" }) })).toBeVisible();
    await expect(page.getByText(/minut|kroner|kostede/i)).toHaveCount(0);
    await expect(page.locator('[data-test="figures"]')).toHaveCount(0);
    await family.tap(page.getByRole("link", { name: say("after.done") }));
    await expect(kids).toBeVisible();

    await family.tap(family.button(say("call.for_grown_ups")));
    const pin = page.getByLabel(say("kids.pin"));
    await family.write(pin, "0816");
    await family.tap(family.button(say("kids.out")));
    await expect(page.getByText(say("problem.wrong_pin"))).toBeVisible();
    await expect(pin).toHaveValue("");
    await family.write(pin, PIN);
    await family.tap(family.button(say("kids.out")));
    await expect(page.getByRole("heading", { name: say("home.title") })).toBeVisible();
    await expect(page.locator('[data-test="credits"]')).toBeVisible();
    // The lines of a call stay at the edge; the figures are the parent's again.
    await expect(screen).toHaveCount(0);
  });
});

test("R26: a grown-up who forgot the PIN takes the tablet back with a code by mail, and chooses another PIN", async () => {
  await Family.arrive("en", async (family) => {
    const { page, say } = family;
    await family.withChild("Alma", 7);
    await page.goto("/born");
    await family.tap(family.button(say("kids.hand_over_now")));
    await family.writeOn(page.getByLabel(say("kids.choose_pin")), PIN);
    await family.tap(family.button(say("kids.hand_over_with_pin")));
    const kids = page.locator('[data-test="kid-mode"]');
    await expect(kids).toBeVisible();

    await family.tap(family.button(say("call.for_grown_ups")));
    await family.tap(family.button(say("kids.forgotten")));
    await expect(page.getByLabel(say("kids.pin"))).toBeHidden();
    await family.tap(family.button(say("proof.send")));
    // The child's screen does not tell whose it is.
    await expect(page.getByText(say("code.sent"))).toBeVisible();
    await expect(page.getByText(family.email)).toHaveCount(0);
    const code = page.getByLabel(say("code.label"));
    await family.writeOn(code, "12345678");
    await family.tap(family.button(say("kids.out")));
    await expect(page.getByText(say("problem.wrong_code"))).toBeVisible();
    const [mail] = (await mailTo(family.email)).filter(({ subject }) => subject.includes("gives the screen back"));
    await code.fill(codeIn(mail));
    await family.tap(family.button(say("kids.out")));
    await expect(page.getByRole("heading", { name: say("home.title") })).toBeVisible();

    await page.goto("/born");
    await family.tap(family.button(say("kids.other_pin")));
    await family.writeOn(page.getByLabel(say("kids.choose_pin")), "4711");
    await family.tap(family.button(say("kids.hand_over_with_pin")));
    await expect(kids).toBeVisible();
  });
});

test("a device that may not call reads a kind word", async ({ page }) => {
  await page.goto("/born");
  await expect(page.locator('[data-test="kids-closed"]')).toBeVisible();
});
