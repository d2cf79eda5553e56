// Letters in a parent's hands: the ticks on the account page, and the two pages that links in letters lead to.
import { CALL_SANTA } from "../stack/address.ts";
import { expect, test } from "../stack/test.ts";
import { DAY, cron, forward } from "../edge/http.ts";
import { mailTo } from "../edge/north_pole.ts";
import { Parent } from "../edge/parent.ts";
import { rows } from "../edge/database.ts";
import { Visitor } from "./visitor.ts";
import { LANGUAGES, words } from "./words.ts";

const choices = (parent: Parent) =>
  rows(
    `SELECT topic, mail_choices.language, unticked_at_ms FROM mail_choices JOIN accounts ON accounts.id = account_id
     WHERE email = ? ORDER BY number`,
    parent.email,
  );

/** The link in a letter that leads to `page`; cron goes round until the letter is there. */
async function linkTo(page: string, parent: Parent): Promise<string> {
  const links = async () => {
    const found = (await mailTo(parent.email)).map(({ text }) => new RegExp(`^${CALL_SANTA}${page}#\\S+$`, "m").exec(text)?.[0]);
    return found.filter((link) => link !== undefined);
  };
  await expect(async () => {
    await cron();
    expect(await links()).toHaveLength(1);
  }).toPass({ timeout: 60_000, intervals: [0] });
  return (await links())[0];
}

for (const language of LANGUAGES) {
  const say = (key: string) => words(language, key);

  test(`P16, R28: a parent ticks letters and unticks them, each saved at once (${language})`, async () => {
    const parent = await Parent.signedIn();
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      await visitor.signInAs(parent);
      await page.goto("/konto");
      await expect(page.getByText(parent.email)).toBeVisible();
      const [season, tips] = ["letters.season", "letters.tips"].map((key) => page.getByLabel(say(key)));
      for (const tick of [season, tips]) await expect(tick).not.toBeChecked();
      await season.check();
      await expect(page.getByText(say("letters.saved_on"))).toBeVisible();
      expect(choices(parent)).toEqual([{ topic: "season", language, unticked_at_ms: null }]);
      await page.reload();
      await expect(season).toBeChecked();
      await expect(tips).not.toBeChecked();
      await season.uncheck();
      await expect(page.getByText(say("letters.saved_off"))).toBeVisible();
      expect(choices(parent)).toEqual([{ topic: "season", language, unticked_at_ms: expect.any(Number) }]);
    });
  });

  test(`P16: the link in a letter leads to one button that stops the letters, signed in or not (${language})`, async () => {
    const { parent, child } = await Parent.withChild();
    await parent.browser.put("/api/account/letters", { topic: "tips", wanted: true, text_version: "2026-11-23", language });
    const { call } = await parent.call(child);
    await parent.end(call);
    await forward(3 * DAY);
    const link = await linkTo("/breve/afmeld", parent);
    await Visitor.arrive(language, async ({ page }) => {
      await page.goto(link);
      const stop = page.getByRole("button", { name: say("unsubscribe.stop") });
      await expect(stop).toBeVisible();
      await page.reload();
      await expect(stop).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(choices(parent)[0].unticked_at_ms, "looking, and looking again, stops nothing").toBe(null);
      await stop.click();
      await expect(page.getByText(say("unsubscribe.done"))).toBeVisible();
      await expect(stop).toHaveCount(0);
      expect(choices(parent)[0].unticked_at_ms).toBeGreaterThan(0);
    });
  });

  test(`P19: "this wasn't me" shows what goes, and one button deletes it (${language})`, async () => {
    const { parent } = await Parent.withChild();
    await forward(DAY);
    const link = await linkTo("/samtykke/ikke-mig", parent);
    await Visitor.arrive(language, async ({ page }) => {
      await page.goto(`${link.split("#")[0]}#0000`);
      const remove = page.getByRole("button", { name: say("disavowal.delete") });
      await expect(page.getByText(say("deletion.what_goes"))).toBeVisible();
      await remove.click();
      await expect(page.getByText(say("problem.stale_link"))).toBeVisible();
      await page.goto("/");
      await page.goto(link);
      await expect(remove).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(rows("SELECT 1 FROM accounts WHERE email = ?", parent.email)).toHaveLength(1);
      await remove.click();
      await expect(page.getByText(say("disavowal.done"))).toBeVisible();
      expect(rows("SELECT 1 FROM accounts WHERE email = ?", parent.email)).toEqual([]);
    });
  });
}

test("P19: a consent is kept in the language in which the page was read", async () => {
  const parent = await Parent.signedIn();
  await Visitor.arrive("en", async (visitor) => {
    const { page } = visitor;
    await visitor.signInAs(parent);
    await page.goto("/samtykke");
    for (const tick of ["custody", "collect", "openai"]) await page.getByLabel(words("en", `consent.${tick}`)).check();
    await page.getByRole("button", { name: words("en", "consent.agree") }).click();
    await expect(page.getByLabel(words("en", "child.name"))).toBeVisible();
  });
  const acts = rows(
    "SELECT consents.language AS shown, accounts.language AS mail FROM consents JOIN accounts ON accounts.id = account_id WHERE email = ?",
    parent.email,
  );
  expect(acts).toEqual([{ shown: "en", mail: "da" }]);
});
