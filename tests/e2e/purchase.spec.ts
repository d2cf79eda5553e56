// Money as a parent meets it: buying in two taps, a dashboard that knows of it by itself, the call that uses it, the
// history, the way out of a purchase; a price beside every figure of credits, and nothing of it where a child looks.
import { type Page, expect, test } from "../stack/test.ts";
import { mailTo } from "../edge/north_pole.ts";
import { paired } from "../edge/paired.ts";
import { Parent } from "../edge/parent.ts";
import { Family } from "./parent.ts";
import { atStripe, bought, paymentsOf } from "./pay.ts";
import { ledgerOf } from "../edge/database.ts";
import { NORTH_POLE } from "../stack/address.ts";
import { Visitor } from "./visitor.ts";
import { LANGUAGES, type Language, words } from "./words.ts";

const PAY = { da: "Betal", en: "Pay" };
const PAY_LATER = { da: "Betal senere", en: "Pay later" };
const DECLINE = { da: "Lad banken sige nej", en: "Let the bank say no" };
const CANCEL = { da: "Fortryd og gå tilbage", en: "Cancel and go back" };
/** An amount as the page writes it; `Intl` puts a space there that does not break. */
const kroner = (language: Language, amount: string) =>
  language === "da" ? `${amount.replace(".", ",")}\u00a0kr.` : `DKK\u00a0${amount}`;
const minutes = (language: Language, count: number) =>
  language === "da" ? `${count} ${count === 1 ? "minut" : "minutter"}` : `${count} ${count === 1 ? "minute" : "minutes"}`;
/** So many minutes with what they cost at most. */
const priced = (language: Language, count: number) =>
  `${minutes(language, count)} (${kroner(language, (count * 4.9).toFixed(2))})`;

const credits = (page: Page) => page.locator('[data-test="credits"]');
const purchase = (page: Page) => page.locator('[data-test="purchase"]');

/** Marks a page, so that a reload would be noticed. */
const mark = (page: Page) => page.evaluate(() => void ((window as any).marked = true));
const isMarked = (page: Page) => page.evaluate(() => (window as any).marked === true);

for (const language of LANGUAGES) {
  const say = (key: string, values?: Record<string, string>) => words(language, key, values);
  const buy = (page: Page, count: number) =>
    page.getByRole("button", { name: new RegExp(`^${say("shop.buy_for", { minutes: minutes(language, count), price: "" }).trim()}`) });

  test(`P9, R23: bought in two taps, seen on the open dashboard, called with, withdrawn from (${language})`, async () => {
    test.setTimeout(240_000);
    await Family.arrive(language, async (family) => {
      const { page, screen } = family;
      await family.withChild("Alma", 7);
      await page.goto("/");
      await expect(credits(page)).toHaveText(say("home.minutes", { minutes: priced(language, 5) }));

      // A second window is where the paying happens; the dashboard stays open and is never loaded again.
      const till = await page.context().newPage();
      await till.goto("/");
      await mark(page);
      let taps = 0;
      const tap = async (name: string, role: "link" | "button" = "link") => {
        taps += 1;
        await till.getByRole(role, { name, exact: true }).click();
      };
      await tap(say("shop.title"));
      await expect(till.getByLabel(say("shop.wish"))).not.toBeChecked();
      await till.getByLabel(say("shop.wish")).check();
      taps += 1;
      await buy(till, 10).click();
      await expect(till).toHaveURL(new RegExp(`^${NORTH_POLE}/stripe/pay/`));
      expect(taps, "the express wish is nobody's duty").toBe(2);
      expect(till.context().pages()).toHaveLength(2);

      // Stripe's first notice gets lost on its way, so the page that one comes back to can't be what brings the credits.
      await page.bringToFront();
      const mischief = [{ kind: "checkout.session.completed", times: 1, hold: true }];
      await fetch(`${NORTH_POLE}/stripe/mischief`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(mischief),
      });
      await till.getByRole("button", { name: PAY[language], exact: true }).click();
      await expect(purchase(till)).toHaveAttribute("data-face", "waiting");
      await expect(till.getByRole("heading", { level: 1 })).toHaveText(say("shop.waiting_title"));
      expect(await ledgerOf(family.email)).toEqual(["gift +5"]);
      await expect(credits(page)).toHaveAttribute("data-credits", "5");

      // From the moment at which Stripe sends the notice to the figure on the dashboard.
      const told = Date.now();
      const released = await (await fetch(`${NORTH_POLE}/stripe/release`, { method: "POST" })).json();
      expect(released.released).toHaveLength(1);
      await expect(credits(page)).toHaveAttribute("data-credits", "15");
      const figure = Date.now() - told;
      console.log(`    from Stripe's notice to the open dashboard (${language}): ${figure} ms`);
      expect(figure, "the dashboard knows within two seconds").toBeLessThanOrEqual(2_000);
      await expect(credits(page)).toHaveText(say("home.minutes", { minutes: priced(language, 15) }));
      await expect(page.getByRole("status").filter({ hasText: say("home.have_come", { minutes: priced(language, 15) }) })).toBeVisible();
      expect(await isMarked(page), "the dashboard was not loaded again").toBe(true);

      await expect(purchase(till)).toHaveAttribute("data-face", "paid");
      await expect(purchase(till)).toContainText(kroner(language, "49.00"));
      await expect(purchase(till)).toContainText(priced(language, 15));
      await till.close();

      // The receipt repeats the very sentence that was ticked.
      const receipt = await letter(family.email, language === "da" ? /^Kvittering: 10/ : /^Receipt: 10/);
      expect(receipt.text).toContain(say("shop.wish"));

      await family.tap(page.getByRole("link", { name: family.say("home.call_for", { name: "Alma" }) }));
      await family.call();
      await expect(screen).toHaveAttribute("data-call", "listening", { timeout: 40_000 });
      await family.tap(page.getByRole("button", { name: say("call.hang_up") }));
      await expect(page.getByRole("heading", { name: say("after.title", { name: "Alma" }) })).toBeVisible();
      // A child sits here: prices stand behind the grown-ups' fold.
      expect(await readable(page)).not.toMatch(MONEY);
      await page.getByText(say("call.for_grown_ups")).click();
      await expect(page.locator('[data-test="figures"]')).toContainText(say("after.used", { minutes: priced(language, 1) }));
      await expect(page.locator('[data-test="figures"]')).toContainText(say("after.left", { minutes: priced(language, 14) }));

      await page.goto("/");
      await family.tap(page.getByRole("link", { name: say("history.title"), exact: true }));
      const entries = page.locator(".call-row");
      await expect(entries).toHaveCount(3);
      expect(await entries.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.kind))).toEqual(["call", "purchase", "gift"]);
      await expect(entries.nth(0)).toContainText("Alma");
      await expect(entries.nth(0)).toContainText(`(${kroner(language, "4.90")})`);
      await expect(entries.nth(1)).toContainText(`(${kroner(language, "49.00")})`);
      await expect(entries.nth(1)).toContainText(say("history.left", { minutes: priced(language, 15) }));
      await expect(entries.nth(2)).toContainText(say("history.left", { minutes: priced(language, 5) }));
      const opened = page.context().waitForEvent("page");
      await entries.nth(1).getByRole("link").click();
      const shown = await opened;
      await expect(shown).toHaveURL(new RegExp(`^${NORTH_POLE}/stripe/receipts/`));
      await shown.close();

      // The minute came from the gift, so the whole purchase is unused: ten minutes, all of its price.
      await page.getByRole("contentinfo").getByRole("link", { name: say("withdrawal.title") }).click();
      await expect(page.getByRole("heading", { level: 1, name: say("withdrawal.title") })).toBeVisible();
      const back = say("withdrawal.back", { money: kroner(language, "49.00"), minutes: minutes(language, 10) });
      await expect(page.locator(".offer")).toContainText(back);
      await family.tap(page.locator(".offer button").first());
      const question = page.getByRole("dialog");
      await expect(question).toContainText(back);
      expect((await paymentsOf(family.email))[0].amount_refunded, "the first step takes nothing back").toBe(0);
      await family.tap(question.getByRole("button", { name: say("withdrawal.confirm"), exact: true }));
      const done = page.locator(".news");
      await expect(done).toContainText(kroner(language, "49.00"));
      await expect(done).toContainText(family.email);
      await expect(page.getByText(say("withdrawal.none"))).toBeVisible();
      await expect.poll(async () => (await paymentsOf(family.email))[0].amount_refunded).toBe(4900);
      await letter(family.email, language === "da" ? /^Du har fortrudt dit køb: 49,00/ : /^You have withdrawn from your purchase: .*49\.00/);
      expect((await ledgerOf(family.email)).at(-1)).toBe("withdrawal -10");
      await page.goto("/");
      await expect(credits(page)).toHaveAttribute("data-credits", "4");
    });
  });

  test(`P6: a payment that is left, declined, late or failed grants nothing and says so (${language})`, async () => {
    const { parent } = await Parent.withChild();
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      await visitor.signInAs(parent);
      const open = async () => {
        await page.goto("/koeb");
        await buy(page, 30).click();
        await expect(page).toHaveURL(/\/stripe\/pay\//);
        return page.url().split("/").pop()!;
      };
      const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
      const faceIs = (face: string) => expect(purchase(page)).toHaveAttribute("data-face", face);
      await parent.browser.put("/api/account", { name: "", language });

      // Declined by the bank, the page stays at Stripe; then it is left by Stripe's own way out.
      await open();
      await press(DECLINE[language]);
      await expect(page).toHaveURL(/\/stripe\/pay\//);
      await press(CANCEL[language]);
      await faceIs("left");
      await expect(page.getByRole("heading", { level: 1, name: say("shop.left_title") })).toBeVisible();
      await expect(buy(page, 30)).toBeEnabled();

      // Another family's purchase is not waited for.
      const other = await bought(await Parent.signedIn(), "ten", true);
      await page.goto(`/koeb?betalt=${other.purchase}`);
      await faceIs("unknown");
      await expect(page.getByRole("heading", { level: 1, name: say("shop.unknown_title") })).toBeVisible();
      await expect(buy(page, 30)).toBeEnabled();

      // Left by the browser's own button: the shop waits for nothing.
      await open();
      await page.goBack();
      await expect(buy(page, 30)).toBeEnabled();

      // Money that takes its time and then never comes.
      const late = await open();
      await press(PAY_LATER[language]);
      await faceIs("pending");
      expect(await parent.balance()).toBe(5);
      await atStripe(late, "fail");
      await faceIs("failed");
      await expect(page.getByRole("heading", { level: 1, name: say("shop.failed_title") })).toBeVisible();
      await expect(buy(page, 30)).toBeEnabled();
      expect(await parent.balance()).toBe(5);

      // And money that does come.
      const good = await open();
      await press(PAY_LATER[language]);
      await faceIs("pending");
      await atStripe(good, "arrive");
      await faceIs("paid");
      expect(await parent.balance()).toBe(35);
      expect(await ledgerOf(parent.email)).toEqual(["gift +5", "purchase +30"]);
      // Coming back once more, as a reload or an old tab does, grants nothing again.
      await page.reload();
      await faceIs("paid");
      expect(await parent.balance()).toBe(35);
    });
  });

  test(`R22: a price stands beside every figure of credits on a parent's pages (${language})`, async () => {
    const { parent, child } = await Parent.withChild();
    await bought(parent, "ten", true);
    const { call } = await parent.call(child);
    await parent.end(call);
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      await visitor.signInAs(parent);
      for (const [path, figures] of [
        ["/", 3], ["/koeb", 3], ["/historik", 7], ["/fortryd", 2], ["/konto", 0], [`/barn/${child}`, 0], ["/barn/ny", 0], ["/enheder", 0],
        ["/konto/slet", 0], ["/born", 0],
      ] as const) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect.poll(async () => (await figuresOf(page)).length, { message: path }).toBeGreaterThanOrEqual(figures);
        for (const figure of await figuresOf(page)) expect(figure, path).toMatch(MONEY);
      }
      // To the stranger the price is told together with the gift.
      await page.context().clearCookies();
      await page.goto("/log-ind");
      const gift = page.locator(".welcome-gift");
      await expect(gift).toContainText(kroner(language, "4.90"));
    });
  });

  test(`R22: nothing of money stands where a child looks (${language})`, async () => {
    const { parent, child } = await Parent.withChild(undefined, { name: "Alma", age: 8, language });
    await bought(parent, "ten", true);
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      const silent = async (where: string) => expect(await readable(page), where).not.toMatch(MONEY);
      await visitor.signInAs(parent);
      await page.goto(`/ring/${child}`);
      await expect(page.getByRole("button", { name: say("before.start") })).toBeVisible();
      await silent("before the call");
      const device = await paired(parent);
      await page.context().clearCookies();
      await visitor.signInAs({ browser: device });
      for (const path of ["/", "/koeb", "/koeb?betalt=0", "/historik", "/fortryd", "/born"]) {
        await page.goto(path);
        await expect(page).toHaveURL(/\/born$/);
        await expect(page.locator('[data-test="kid-mode"]')).toBeVisible();
        await silent(path);
      }
      await page.goto(`/ring/${child}`);
      await page.getByRole("button", { name: say("before.start") }).click();
      await expect(page.getByRole("region", { name: say("call.captions") })).toContainText("Alma", { timeout: 60_000 });
      await silent("the call");
      await page.getByRole("button", { name: say("call.hang_up") }).click();
      await expect(page.getByRole("heading", { name: say("after.title", { name: "Alma" }) })).toBeVisible();
      await silent("after the call");
    });
  });

  test(`R23: a stranger who wants to withdraw signs in and comes back (${language})`, async () => {
    const { parent, child } = await Parent.withChild();
    await bought(parent, "ten", false);
    const { call } = await parent.call(child);
    await parent.end(call);
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      await page.goto("/log-ind");
      await page.getByRole("contentinfo").getByRole("link", { name: say("withdrawal.title") }).click();
      await expect(page.getByText(say("welcome.first_sign_in"))).toBeVisible();
      const known = (await mailTo(parent.email)).length;
      await page.getByLabel(say("welcome.email")).fill(parent.email);
      await page.getByRole("button", { name: say("welcome.send") }).click();
      await expect(page.getByLabel(say("code.label"))).toBeVisible();
      // The trip to the mail app throws the page out of memory.
      await page.reload();
      await expect.poll(async () => (await mailTo(parent.email)).length).toBeGreaterThan(known);
      const code = (await mailTo(parent.email)).map(({ subject }) => /^(\d{4} \d{4}) /.exec(subject)?.[1]).find((code) => code)!;
      await page.getByLabel(say("code.label")).fill(code);
      await expect(page.getByRole("heading", { level: 1, name: say("withdrawal.title") })).toBeVisible();
      // Nobody wished to begin at once: everything goes back, though minutes were used.
      await expect(page.locator(".offer")).toContainText(kroner(language, "49.00"));
      await expect(page.locator(".offer")).toContainText(say("withdrawal.without_wish"));
    });
  });

  test(`the first call that went badly is given back, the next is for people to look at (${language})`, async () => {
    const { parent, child } = await Parent.withChild();
    for (let calls = 0; calls < 2; calls += 1) {
      const { call } = await parent.call(child);
      await parent.end(call);
    }
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      await visitor.signInAs(parent);
      await page.goto("/");
      const complaints = page.getByRole("button", { name: say("home.not_well"), exact: true });
      await expect(complaints).toHaveCount(2);
      const before = Number(await credits(page).getAttribute("data-credits"));
      await complaints.first().click();
      await page.getByRole("button", { name: say("home.not_well_give_back") }).click();
      await expect(credits(page)).toHaveAttribute("data-credits", String(before + 1));
      await expect(page.getByText(say("home.given_back", { minutes: priced(language, 1) }))).toBeVisible();
      await expect(complaints).toHaveCount(1);
      await complaints.first().click();
      await expect(page.getByRole("dialog")).toContainText("support@");
      await expect(page.getByRole("button", { name: say("home.not_well_give_back") })).toHaveCount(0);
    });
  });
}

test("a click that failed is asked again as the same click, and buys once", async () => {
  const { parent } = await Parent.withChild();
  await Visitor.arrive("da", async (visitor) => {
    const { page } = visitor;
    await visitor.signInAs(parent);
    await page.goto("/koeb");
    const clicks: string[] = [];
    let cut = true;
    // The edge takes the first request in, and its answer never arrives.
    await page.route("**/api/purchases", async (route) => {
      clicks.push(JSON.parse(route.request().postData()!).click);
      const answer = await route.fetch();
      if (cut) await route.abort();
      else await route.fulfill({ response: answer });
      cut = false;
    });
    const button = page.getByRole("button", { name: /^Køb 10 minutter/ });
    await button.click();
    await expect(page.getByText(words("da", "problem.unreachable"))).toBeVisible();
    await button.click();
    await expect(page).toHaveURL(/\/stripe\/pay\//);
    expect(clicks[1]).toBe(clicks[0]);
    expect(await paymentsOf(parent.email)).toHaveLength(1);
    visitor.complaints.length = 0;
  });
});

test("where the day's gifts are given away, a parent sees why there is none", async () => {
  const parent = await Parent.signedIn();
  await Visitor.arrive("da", async (visitor) => {
    const { page } = visitor;
    await visitor.signInAs(parent);
    // The edge of these tests gives to everybody; what it answers where it gives no more is shown by payments.spec.ts.
    await page.route("**/api/overview", async (route) => {
      const answer = await route.fetch();
      const overview = await answer.json();
      Object.assign(overview.credits, { balance: 0, call_minutes: 0, trial_withheld: true });
      await route.fulfill({ response: answer, json: overview });
    });
    await page.goto("/");
    await expect(page.getByText(words("da", "home.trial_withheld"))).toBeVisible();
  });
});

/** An amount of money, or a word for it, in either language. */
const MONEY = /\d\s*kr\b|\bkr\.|DKK|kroner|\bprice|\bpris/i;

/** The letter with this subject, once it has come. */
async function letter(email: string, subject: RegExp) {
  const found = async () => (await mailTo(email)).find((mail) => subject.test(mail.subject));
  await expect.poll(async () => (await found())?.subject).toBeDefined();
  return (await found())!;
}

/** What can be read on the page now. */
const readable = (page: Page) => page.evaluate(() => document.body.innerText);

/** The paragraph or heading round every number of minutes that can be seen, but for how long calls were. */
const figuresOf = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.querySelector("main")!, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement!;
      const isFigure = /\d\s*minut/i.test(texts.currentNode.textContent!) && !element.closest('[data-test="length"]');
      if (isFigure && element.checkVisibility()) found.push(element.closest("p, h1, h2, li, button")!.textContent!);
    }
    return found;
  });
