// Access for ears: what changes by itself is said. A screen reader listens to what it knows of, so the place has to be in the
// browser's own accessibility tree before anything is said there, and the words have to arrive in that same place.
import { expect, test } from "../stack/test.ts";
import { Parent } from "../edge/parent.ts";
import { Reader } from "./asked/reader.ts";
import { atStripe, begun } from "./pay.ts";
import { Visitor } from "./visitor.ts";
import { words } from "./words.ts";

const say = (key: string, values?: Record<string, string>) => words("da", key, values);

test("in a call it is said where the call stands, and what Santa says", async () => {
  test.setTimeout(180_000);
  const { parent, child } = await Parent.withChild(undefined, { name: "Alma", age: 7, language: "da", wishes: [] });
  await Visitor.arrive("da", async (visitor) => {
    const { page } = visitor;
    await visitor.signInAs(parent);
    await page.goto(`/ring/${child}`);
    await page.getByRole("button", { name: say("before.start") }).click();
    const reader = await Reader.of(page);
    const state = await reader.region(".call .state", "polite");
    const captions = await reader.region(".call .captions", "polite");
    await captions.isSilent();
    await captions.says("Alma", 60_000);
    await state.says(say("call.speaking"));
    await state.says(say("call.listening"), 60_000);
    await page.getByRole("button", { name: say("call.hang_up") }).click();
    await expect(page.getByRole("heading", { level: 1, name: say("after.title", { name: "Alma" }) })).toBeVisible();
  });
});

test("minutes that come while the dashboard stands open are said", async () => {
  const { parent } = await Parent.withChild();
  const payment = await begun(parent);
  await Visitor.arrive("da", async (visitor) => {
    const { page } = visitor;
    await visitor.signInAs(parent);
    await page.goto("/");
    await expect(page.locator(".child-card")).toHaveCount(1);
    const news = await (await Reader.of(page)).region("main .news", "polite");
    await news.isSilent();
    await atStripe(payment.session, "pay");
    await news.says("15");
  });
});

test("what is wrong with a field is said, and politely; what failed is said at once", async () => {
  await Visitor.arrive("da", async (visitor) => {
    const { page } = visitor;
    await page.goto("/log-ind");
    await expect(page.locator("#first")).toHaveCount(0);
    const reader = await Reader.of(page);
    const ofEmail = await reader.region("#email-error", "polite");
    await ofEmail.isSilent();
    await page.getByLabel(say("welcome.email")).fill("mor");
    await page.getByRole("button", { name: say("welcome.send"), exact: true }).click();
    await ofEmail.says(await page.locator("#email-error").innerText());
    expect((await page.locator("#email-error").innerText()).length).toBeGreaterThan(5);

    const { parent } = await Parent.withChild();
    await visitor.signInAs(parent);
    await page.goto("/barn/ny");
    await expect(page.getByRole("heading", { level: 1, name: say("child.new_title") })).toBeVisible();
    const ofName = await reader.region("#name-error", "polite");
    const failed = await reader.region("main .notice-place", "assertive");
    await ofName.isSilent();
    await failed.isSilent();
    await page.getByRole("button", { name: say("child.save"), exact: true }).click();
    await expect(page.locator("#name-error")).not.toBeEmpty();
    await ofName.says(await page.locator("#name-error").innerText());

    await page.route("**/api/children", (route) => route.abort());
    await page.getByLabel(say("child.name"), { exact: true }).fill("Alma");
    await page.getByRole("radio", { name: say("child.years", { age: "7" }), exact: true }).check();
    await page.getByRole("button", { name: say("child.save"), exact: true }).click();
    await expect(page.locator("main .notice")).toBeVisible();
    await failed.says(await page.locator("main .notice").innerText());
    visitor.complaints.length = 0;
  });
});
