// Forms say what is wrong beside the field, and stop saying it once it is mended.
import { expect, test } from "../stack/test.ts";
import { Parent } from "../edge/parent.ts";
import { Visitor } from "./visitor.ts";
import { words } from "./words.ts";

const say = (key: string, values?: Record<string, string>) => words("da", key, values);

test.use({ locale: "da-DK", viewport: { width: 390, height: 844 } });

test("an e-mail address that can't be one is named, and the words go as it is mended", async ({ page }) => {
  await page.goto("/log-ind");
  const email = page.getByLabel(say("welcome.email"));
  await email.fill("mor");
  await page.getByRole("button", { name: say("welcome.send"), exact: true }).click();
  await expect(page.locator("#email-error")).not.toBeEmpty();
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await email.pressSequentially("@example.dk");
  await expect(page.locator("#email-error")).toBeEmpty();
});

test("a page is seen from its top", async ({ page }) => {
  await page.goto("/log-ind");
  await expect(page.locator("#first"), "the app has drawn it").toHaveCount(0);
  await expect(page.getByLabel(say("welcome.email"))).toBeVisible();
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test("wishes are put in order, and the parent chooses how Santa says that he is an AI (R5)", async () => {
  const profile = { name: "Alma", age: 6, language: "da", wishes: ["en bog", "en cykel"] };
  const { parent, child } = await Parent.withChild(undefined, profile);
  await Visitor.arrive("da", async (visitor) => {
    const { page } = visitor;
    await visitor.signInAs(parent);
    await page.goto(`/barn/${child}`);
    const wish = (number: number) => page.getByLabel(say("child.wish_number", { number: `${number}` }), { exact: true });
    await expect(wish(1)).toHaveValue("en bog");
    await page.getByRole("button", { name: say("child.raise_wish", { number: "2" }) }).click();
    await expect(wish(1)).toHaveValue("en cykel");
    await expect(wish(2)).toHaveValue("en bog");

    const answers = page.getByRole("group", { name: say("child.real") });
    await expect(answers.getByRole("radio")).toHaveCount(3);
    for (const answer of await answers.locator("label").all()) await expect(answer).toContainText("AI");
    await answers.getByRole("radio", { name: "ligesom i en historie" }).check();
    // Santa's language changes his words, not the choice.
    await page.getByRole("radio", { name: say("language.en") }).check();
    await expect(answers.getByRole("radio", { name: "just like in a story" })).toBeChecked();
    await page.getByRole("button", { name: say("child.save"), exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: say("home.title") })).toBeVisible();
  });
  expect((await parent.browser.get("/api/overview")).body.children[0]).toMatchObject({
    wishes: ["en cykel", "en bog"], honest_answer: "story", language: "en",
  });
});
