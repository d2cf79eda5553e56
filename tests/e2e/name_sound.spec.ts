// A child puts Santa right about its name: he says it so at once, and the parent is asked afterwards whether to keep it.
import { type Page, expect, test } from "@playwright/test";
import { Family, talkAndHangUp } from "./parent.ts";
import { latestReport } from "./stack.ts";
import type { Language } from "./words.ts";

test.describe.configure({ timeout: 300_000 });

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

for (const language of ["da", "en"] as Language[]) {
  const { name, sound, kept } = MISREAD[language];
  test(`R15: how a name is said is offered to the parent, let go when declined, told to Santa when kept (${language})`, async () => {
    await Family.arrive(language, async (family) => {
      const { page, say } = family;
      const offer = offerOf(family);
      await family.signUp();
      await family.firstChild(name, 8);
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
