// A child puts Santa right about its name: he says it so at once, and the parent is asked afterwards whether to keep it.
import { type Page, expect, test } from "../stack/test.ts";
import { Family, talkAndHangUp } from "./parent.ts";
import { latestReport } from "./reports.ts";
import { LANGUAGES } from "./words.ts";

test.describe.configure({ timeout: 300_000 });

const PIN = "4821";

/** Names that the stand-in gets wrong at first, how they are said, and the sentence that is kept of it. */
const MISREAD = {
  da: { name: "Sigrid", sound: "SI-gri", kept: "Navnet siges: SI-gri." },
  en: { name: "Siobhan", sound: "shi-VAWN", kept: "The name is said: shi-VAWN." },
};

/** What the edge has stored under "good to know", child by child. */
const goodToKnow = (page: Page) =>
  page.evaluate(async () => {
    const { children } = await (await fetch("/api/overview")).json();
    return Object.fromEntries(children.map(({ name, preferences }: any) => [name, preferences]));
  });

async function callAgain({ page, say }: Family, name: string): Promise<void> {
  await page.getByRole("link", { name: say("after.done") }).click();
  await page.getByRole("link", { name: say("home.call_for", { name }) }).click();
}

const offerOf = ({ page, say }: Family) => page.getByRole("region", { name: say("after.names_title") });

for (const language of LANGUAGES) {
  const { name, sound, kept } = MISREAD[language];
  test(`R15: how a name is said is offered to the parent, let go when declined, told to Santa when kept (${language})`, async () => {
    await Family.arrive(language, async (family) => {
      const { page, say } = family;
      const offer = offerOf(family);
      await family.withChild(name, 8);
      await talkAndHangUp(family);
      const first = await latestReport();
      // Taken at once: thanks in his very next words, not at the end of the call.
      expect(first.said[1]).toMatch(/^(Tak|Thank you)/);
      await expect(offer).toContainText(say("after.name_learnt", { name }));
      await expect(offer.locator("q")).toHaveText(sound);
      expect(await goodToKnow(page)).toEqual({ [name]: "" });
      await offer.getByRole("button", { name: say("after.name_leave") }).click();
      await expect(offer).toBeHidden();
      expect(await goodToKnow(page)).toEqual({ [name]: "" });

      await callAgain(family, name);
      await talkAndHangUp(family);
      const second = await latestReport();
      expect(second.call_id).not.toBe(first.call_id);
      expect(second.instructions).toContain(name);
      expect(second.instructions).not.toContain(sound);
      await offer.getByRole("button", { name: say("after.keep_name_spoken", { name, sound }) }).click();
      await expect(offer.getByText(say("after.name_kept"), { exact: true })).toBeVisible();
      await expect(offer.getByRole("button")).toHaveCount(0);
      expect(await goodToKnow(page)).toEqual({ [name]: kept });

      await callAgain(family, name);
      await family.call();
      expect((await latestReport()).instructions).toContain(kept);
    });
  });
}

test("R15: in kid mode a name's sound waits for the grown-up, who says whose name it is", async () => {
  await Family.arrive("da", async (family) => {
    const { page, say } = family;
    const { name, sound, kept } = MISREAD.da;
    await family.withChild(name, 8);
    await page.goto("/barn/ny");
    await page.getByLabel(say("child.name")).fill("Bo");
    await page.getByRole("radio", { name: say("child.years", { age: "7" }), exact: true }).check({ force: true });
    await page.getByRole("button", { name: say("child.save"), exact: true }).click();
    await expect(page.getByRole("heading", { name: say("home.title") })).toBeVisible();
    await page.goto("/born");
    await page.getByRole("button", { name: say("kids.hand_over_now") }).click();
    await page.getByLabel(say("kids.choose_pin")).fill(PIN);
    await page.getByRole("button", { name: say("kids.hand_over_with_pin") }).click();
    await page.getByRole("link", { name: say("home.call_for", { name }) }).click();
    await page.getByRole("checkbox", { name: "Bo" }).check();
    await talkAndHangUp(family);
    const waiting = page.locator('[data-test="hand-back"]');
    await expect(waiting).toContainText(say("after.hand_back_name"));
    await expect(page.getByText(sound)).toHaveCount(0);
    await waiting.getByRole("button", { name: say("call.for_grown_ups") }).click();
    await page.getByLabel(say("kids.pin")).fill(PIN);
    await page.getByRole("button", { name: say("kids.out") }).click();
    const offer = offerOf(family);
    await expect(offer.locator("q")).toHaveText(sound);
    await expect(waiting).toHaveCount(0);
    expect(await goodToKnow(page)).toEqual({ [name]: "", Bo: "" });
    // Whoever has that name stands first; the other is offered too, as Santa may have written the name down wrong.
    await expect(offer.getByRole("button")).toHaveText([
      say("after.keep_for", { name }),
      say("after.keep_for", { name: "Bo" }),
      say("after.name_leave"),
    ]);
    await offer.getByText(say("after.keep_for", { name: "Bo" })).click();
    await expect(offer.getByText(say("after.name_kept"), { exact: true })).toBeVisible();
    expect(await goodToKnow(page)).toEqual({ [name]: "", Bo: kept });
  });
});
