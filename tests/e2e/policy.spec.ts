// The policy, the terms and the footer as a visitor reads them, against what the deployment says of itself.
import { expect, test } from "../stack/test.ts";
import { inDatabase, rows } from "../edge/database.ts";
import { CONSENT, Parent } from "../edge/parent.ts";
import { SecondEdge } from "../edge/second_edge.ts";
import { Visitor } from "./visitor.ts";
import { LANGUAGES, words } from "./words.ts";

const PAGES = {
  da: { privacy: "/privatliv", terms: "/vilkaar" },
  en: { privacy: "/privacy", terms: "/terms" },
};
const OPERATOR = ["Call Santa ApS (under test)", "DK 00000000", "Nordpolen 1, 3900 Nuuk", "support@callsanta.space"];
/** OpenAI's half of the promise, where it is confirmed and where it is not. */
const HALF = {
  da: { confirmed: "intet af den bliver liggende", open: "op til 30 dage for at opdage misbrug" },
  en: { confirmed: "none of it stays", open: "up to 30 days to detect misuse" },
};
/** The day from which the texts hold, as `domain::policy::VERSION` has it. */
const DATE = { da: "23. november 2026", en: "23 November 2026" };

for (const language of LANGUAGES) {
  test(`P26 P12 R3: the policy shows its date, its operator and every processor (${language})`, async () => {
    await Visitor.arrive(language, async ({ page }) => {
      for (const name of ["privacy", "terms"] as const) {
        await page.goto(PAGES[language][name]);
        const title = words(language, `policy.${name}`);
        await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
        await expect(page).toHaveTitle(`${title} · Call Santa`);
        const paper = page.locator("article");
        for (const fact of [...OPERATOR, words(language, "policy.version", { date: DATE[language] })]) {
          await expect(paper).toContainText(fact);
        }
      }
      await page.goto(PAGES[language].privacy);
      for (const name of ["OpenAI", "Cloudflare", "Resend", "Stripe", "gpt-realtime-2.1-mini", "Datatilsynet"]) {
        await expect(page.locator("article")).toContainText(name);
      }
      const links = await page.locator("article a[href^=http]").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
      expect([...new Set(links)].sort()).toEqual([
        "https://openai.com/policies/eu-privacy-policy/",
        "https://stripe.com/privacy",
        "https://www.cloudflare.com/privacypolicy/",
        "https://www.datatilsynet.dk/",
      ]);
    });
  });

  test(`P8: the way to support, the operator and both texts stand on every parents' page (${language})`, async () => {
    const { parent } = await Parent.withChild();
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      const footer = page.getByRole("contentinfo");
      const look = async (path: string) => {
        await page.goto(path);
        for (const fact of OPERATOR) await expect(footer).toContainText(fact);
        await expect(footer.getByRole("link", { name: OPERATOR[3] })).toHaveAttribute("href", `mailto:${OPERATOR[3]}`);
        for (const name of ["privacy", "terms"]) {
          await expect(footer.getByRole("link", { name: words(language, `policy.${name}`) })).toBeVisible();
        }
      };
      await look("/log-ind");
      await visitor.signInAs(parent);
      for (const path of ["/", "/samtykke", "/barn/ny"]) await look(path);
    });
  });

  test(`R4: that Santa is an AI stands in the consent and before each call (${language})`, async () => {
    const { parent, child } = await Parent.withChild();
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      await visitor.signInAs(parent);
      await page.goto("/samtykke");
      await expect(page.getByLabel(words(language, "consent.openai"))).toBeVisible();
      expect(words(language, "consent.openai")).toMatch(/AI (og ikke et menneske|and not a person)/);
      for (const name of ["OpenAI", "Stripe", "Cloudflare", "Resend"]) {
        await expect(page.getByRole("main")).toContainText(name);
      }
      // There is no other way to a call than over the page that says it.
      await page.goto(`/ring/${child}`);
      await expect(page.getByText(words(language, "before.hello"))).toBeVisible();
      expect(words(language, "before.hello")).toMatch(/en AI, ikke et menneske|an AI, not a person/);
      await expect(page.locator("main.call")).toHaveAttribute("data-call", "idle");
    });
  });
}

test("P3 R1: what the page says of OpenAI's half follows the flag of the deployment", async () => {
  const edge = new SecondEdge({
    OPENAI_ZERO_DATA_RETENTION: "confirmed",
    STUN_URLS: "stun:stun.example.dk:3478",
    OPERATOR_NAME: "En Anden A/S",
  });
  try {
    await edge.start();
    const confirmed = await (await fetch(`${edge.url}/api/config`)).text();
    expect(JSON.parse(confirmed)).toMatchObject({ zero_data_retention: true, stun_hosts: ["stun.example.dk"] });
    for (const language of LANGUAGES) {
      await Visitor.arrive(language, async ({ page }) => {
        const paper = page.locator("article");
        await page.goto(PAGES[language].privacy);
        await expect(paper).toContainText(HALF[language].open);
        await expect(paper).not.toContainText(HALF[language].confirmed);
        await expect(paper).not.toContainText("stun.example.dk");
        // The same page as the other deployment would show it.
        await page.route("**/api/config", (route) => route.fulfill({ contentType: "application/json", body: confirmed }));
        await page.reload();
        await expect(paper).toContainText(HALF[language].confirmed);
        await expect(paper).not.toContainText(HALF[language].open);
        await expect(paper).toContainText("stun.example.dk");
        await expect(paper).toContainText("En Anden A/S");
      });
    }
  } finally {
    edge.remove();
  }
});

test("the long texts are fetched only where they are read, follow the language, and print without the rest", async () => {
  await Visitor.arrive("da", async ({ page, requests }) => {
    await page.goto("/log-ind");
    await expect(page.locator("#first")).toHaveCount(0);
    await page.waitForLoadState("networkidle");
    expect(requests.filter((url) => url.includes("locales/policy"))).toEqual([]);
    await page.getByRole("contentinfo").getByRole("link", { name: words("da", "policy.privacy") }).click();
    await expect(page.getByRole("heading", { name: "Hvem der hjælper os" })).toBeVisible();
    await page.getByRole("navigation", { name: words("da", "policy.contents") }).getByRole("link").nth(3).click();
    await expect(page.locator("#opkald h2")).toBeInViewport();
    await page.getByRole("button", { name: words("da", "language.en") }).click();
    await expect(page.getByRole("heading", { name: "Who helps us" })).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("navigation")).toBeHidden();
    await expect(page.locator(".languages")).toBeHidden();
    await expect(page.locator("article")).toBeVisible();
  });
});

test("P19 R2: the consent that is shown is the one whose version is kept", async () => {
  const { parent } = await Parent.withChild();
  await Visitor.arrive("en", async (visitor) => {
    await visitor.signInAs(parent);
    await visitor.page.goto("/samtykke");
    const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date(CONSENT.text_version));
    await expect(visitor.page.getByText(words("en", "consent.version", { date }))).toBeVisible();
  });
});

for (const language of LANGUAGES) {
  test(`P26: a parent who saw an older version is told once, on whichever device (${language})`, async () => {
    const { parent } = await Parent.withChild();
    expect((await parent.browser.get("/api/overview")).body.account.policy_changed).toBe(false);
    inDatabase((database) =>
      database.prepare("UPDATE accounts SET policy_seen = '2020-01-01' WHERE email = ?").run(parent.email),
    );
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      await visitor.signInAs(parent);
      await page.goto("/");
      const notice = page.getByText(words(language, "policy.changed", { date: DATE[language] }));
      await expect(notice).toBeVisible();
      await page.getByRole("button", { name: words(language, "policy.seen") }).click();
      await expect(notice).toBeHidden();
      expect(rows("SELECT policy_seen FROM accounts WHERE email = ?", parent.email)).toEqual([
        { policy_seen: "2026-11-23" },
      ]);
      await page.reload();
      await expect(page.getByRole("heading", { name: words(language, "home.title") })).toBeVisible();
      await expect(notice).toBeHidden();
    });
  });
}
