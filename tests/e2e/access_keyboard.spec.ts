// The whole way by keyboard alone, as somebody goes it who can't use a pointer: from the landing page to the page after the
// call, through Stripe's. Tab, Enter, Space and Escape; after each step the focus is seen and stands where one goes on.
import { type Page, expect, test } from "../stack/test.ts";
import { codeFor } from "../edge/north_pole.ts";
import { CALL_SANTA, NORTH_POLE } from "../stack/address.ts";
import { Visitor } from "./visitor.ts";
import { words } from "./words.ts";

const say = (key: string, values?: Record<string, string>) => words("da", key, values);
const EMAIL = () => `keyboard-${crypto.randomUUID().slice(0, 8)}@example.dk`;
/** So many steps a page may take to get anywhere on it. */
const PATIENCE = 60;

/** What has the focus: its role, its name, and whether one sees it. */
interface Focus {
  tag: string;
  name: string;
  isSeen: boolean;
  isInDialog: boolean;
}

const focus = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const focused = document.activeElement as HTMLElement;
    const outlined = (thing: Element | null) => {
      if (!thing) return false;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(thing);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor);
    };
    const { left, top, width, height } = focused.getBoundingClientRect();
    const isInWindow = left + width > 0 && top + height > 0 && left < innerWidth && top < innerHeight;
    const labels = [...((focused as HTMLInputElement).labels ?? [])].map((label) => label.textContent).join(" ");
    return {
      tag: focused.tagName.toLowerCase(),
      name: (focused.getAttribute("aria-label") ?? (labels || focused.textContent) ?? "").replace(/\s+/g, " ").trim(),
      isSeen: isInWindow && (outlined(focused) || outlined(focused.nextElementSibling) || outlined(focused.closest(".tick"))),
      isInDialog: focused.closest("dialog") !== null,
    };
  });

/** Goes on by Tab until what is named has the focus; at each step it can be seen where one is. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < PATIENCE; step += 1) {
    const here = await focus(page);
    if (typeof name === "string" ? here.name.startsWith(name) : name.test(here.name)) {
      expect(here.isSeen, `the focus on "${here.name}" is seen`).toBe(true);
      return;
    }
    if (here.tag !== "body" && here.tag !== "main") {
      expect(here.isSeen, `the focus on ${here.tag} "${here.name}" is seen`).toBe(true);
      passed.push(here.name);
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`${name} is not reached by Tab; passed: ${passed.join(" | ")}`);
}

const heading = (page: Page, name: string) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
/** A new page has taken the focus itself, so that the next Tab goes into it and a screen reader begins to read it. */
const isAtItsBeginning = (page: Page) =>
  expect.poll(async () => ["main", "input"].includes((await focus(page)).tag), "a new page takes the focus").toBe(true);

test("a family comes from the landing page to goodbye by keyboard alone, through the payment", async () => {
  test.setTimeout(240_000);
  const email = EMAIL();
  await Visitor.arrive("da", async ({ page }) => {
    await page.goto("/da/");
    // The first step of all leads past what stands on every page.
    await page.keyboard.press("Tab");
    expect((await focus(page)).isSeen).toBe(true);
    await tabTo(page, "Kom i gang");
    await page.keyboard.press("Enter");

    await heading(page, say("welcome.title"));
    await tabTo(page, say("welcome.email"));
    await page.keyboard.type(email);
    await page.keyboard.press("Enter");
    await heading(page, say("code.title"));
    await expect(page.getByLabel(say("code.label"))).toBeFocused();
    await page.keyboard.type(await codeFor(email));
    // The code is sent by itself once it is whole, else by Enter.
    await page.keyboard.press("Enter");

    await heading(page, say("consent.title"));
    await isAtItsBeginning(page);
    for (const tick of ["consent.custody", "consent.collect", "consent.openai"]) {
      await tabTo(page, say(tick));
      await page.keyboard.press("Space");
      await expect(page.getByLabel(say(tick))).toBeChecked();
    }
    await tabTo(page, say("consent.agree"));
    await page.keyboard.press("Enter");

    await expect(page.getByLabel(say("child.name"))).toBeVisible();
    await isAtItsBeginning(page);
    await tabTo(page, say("child.name"));
    await page.keyboard.type("Alma");
    // Among ages one goes by arrows, as among all radio buttons.
    await tabTo(page, /^\d+/);
    for (let age = 3; age < 7; age += 1) await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("radio", { name: say("child.years", { age: "7" }), exact: true })).toBeChecked();
    await tabTo(page, say("child.save_first"));
    await page.keyboard.press("Enter");
    await heading(page, say("before.title", { name: "Alma" }));
    await expect.poll(async () => (await focus(page)).tag, "the page before the call takes the focus").not.toBe("body");

    await tabTo(page, say("before.leave"));
    await page.keyboard.press("Enter");
    await heading(page, say("home.title"));
    await isAtItsBeginning(page);
    await tabTo(page, say("shop.title"));
    await page.keyboard.press("Enter");
    await heading(page, say("shop.title"));
    await isAtItsBeginning(page);
    await tabTo(page, say("shop.wish"));
    await page.keyboard.press("Space");
    await tabTo(page, say("shop.buy_for", { minutes: "10 minutter", price: "" }).trim());
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`^${NORTH_POLE}/stripe/pay/`));
    await tabToOnStripe(page, "Betal");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`^${CALL_SANTA}/`));
    await heading(page, say("shop.paid_title"));
    await tabTo(page, say("shop.home"));
    await page.keyboard.press("Enter");
    await heading(page, say("home.title"));
    await isAtItsBeginning(page);
    await tabTo(page, say("home.call_for", { name: "Alma" }));
    await page.keyboard.press("Enter");
    await heading(page, say("before.title", { name: "Alma" }));
    await tabTo(page, say("before.start"));
    await page.keyboard.press("Enter");
    const call = page.locator("main.call");
    await expect(call).toHaveAttribute("data-call", "speaking", { timeout: 40_000 });
    // The button that was pressed is gone; whoever has no pointer is not left nowhere.
    expect((await focus(page)).tag, "the call takes the focus").not.toBe("body");
    await tabTo(page, say("call.hang_up"));
    await page.keyboard.press("Enter");
    await heading(page, say("after.title", { name: "Alma" }));
    await expect.poll(async () => (await focus(page)).tag, "the page after the call takes the focus").not.toBe("body");
    await tabTo(page, say("call.for_grown_ups"));
    await page.keyboard.press("Enter");
    await expect(page.locator('[data-test="figures"]')).toBeVisible();
  });
});

async function tabToOnStripe(page: Page, name: string): Promise<void> {
  for (let step = 0; step < PATIENCE; step += 1) {
    if ((await focus(page)).name === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Stripe's own page has no such button");
}

test("a question takes the focus, keeps it, and gives it back to where it was asked", async () => {
  const { Parent } = await import("../edge/parent.ts");
  const { parent, child } = await Parent.withChild();
  await Visitor.arrive("da", async (visitor) => {
    const { page } = visitor;
    await visitor.signInAs(parent);
    await page.goto(`/barn/${child}`);
    await heading(page, say("child.edit_title", { name: "Alma" }));
    await tabTo(page, say("child.delete"));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    expect((await focus(page)).isInDialog).toBe(true);
    // However often one goes on, nothing of the page behind is reached.
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press("Tab");
      const { isInDialog, tag } = await focus(page);
      expect(isInDialog || tag === "body", "Tab stays in the question").toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    expect((await focus(page)).name).toBe(say("child.delete"));
  });
});
