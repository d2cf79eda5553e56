// What stands round a call: who calls along, trying the devices, what the parent reads, and what waits afterwards.
import { type Page, expect, test } from "../stack/test.ts";
import { Parent } from "../edge/parent.ts";
import { Family, talkAndHangUp } from "./parent.ts";
import { rows } from "../edge/database.ts";
import { latestReport } from "./reports.ts";
import { Visitor } from "./visitor.ts";
import { LANGUAGES, words } from "./words.ts";

const PIN = "4821";

async function kidMode(family: Family): Promise<void> {
  const { page, say } = family;
  await page.goto("/born");
  await page.getByRole("button", { name: say("kids.hand_over_now") }).click();
  await page.getByLabel(say("kids.choose_pin")).fill(PIN);
  await page.getByRole("button", { name: say("kids.hand_over_with_pin") }).click();
}

const wishesOf = (family: Family) =>
  rows("SELECT children.wishes FROM children JOIN accounts ON accounts.id = children.account_id WHERE email = ?", family.email)
    .map(({ wishes }) => JSON.parse(wishes as string) as string[]);

test("R21: brothers and sisters call along, Santa greets them all, and the smallest asks for a grown-up", async () => {
  await Family.arrive("da", async (family) => {
    const { page, say, screen } = family;
    await family.withChild("Alma", 8);
    await page.goto("/barn/ny");
    await page.getByLabel(say("child.name")).fill("Viggo");
    await page.getByRole("radio", { name: say("child.years", { age: "4" }), exact: true }).check({ force: true });
    await page.getByRole("button", { name: say("child.save"), exact: true }).click();
    await expect(page.getByRole("heading", { name: say("home.title") })).toBeVisible();
    await page.getByRole("link", { name: say("home.call_for", { name: "Alma" }) }).click();
    const ring = page.getByRole("button", { name: say("before.start") });
    await expect(ring).toBeEnabled();
    await page.getByRole("checkbox", { name: "Viggo" }).check();
    await expect(page.getByRole("heading", { name: say("before.title_together", { names: "Alma og Viggo" }) })).toBeVisible();
    await expect(ring).toBeDisabled();
    await page.getByLabel(say("before.under_six")).check();
    await family.call();
    await expect(family.caption).toContainText("Alma og Viggo");
    await family.tap(page.getByRole("button", { name: say("call.hang_up") }));
    await expect(page.getByRole("heading", { name: say("after.title", { name: "Alma og Viggo" }) })).toBeVisible();
    await expect(screen).toHaveAttribute("data-call", "ended");
    expect((await latestReport()).said[0]).toContain("Ho ho ho, Alma og Viggo!");
  });
});

test("R15: a wish that Santa heard is kept by the parent's tap and by nothing else", async () => {
  await Family.arrive("da", async (family) => {
    const { page, say } = family;
    let writings = 0;
    page.on("request", (request) => (writings += Number(request.method() !== "GET" && request.url().includes("/api/children"))));
    await family.withChild("Alma", 8);
    await talkAndHangUp(family);
    const heard = page.getByRole("region", { name: say("after.wishes_title") });
    await expect(heard.locator("q")).toHaveCount(1);
    const wish = (await heard.locator("q").textContent())!;
    expect(wishesOf(family)).toEqual([[]]);
    await heard.getByRole("button").click();
    await expect(heard.getByText(say("after.kept"), { exact: true })).toBeVisible();
    expect(wishesOf(family)).toEqual([[wish]]);
    await expect(page.getByRole("region", { name: say("keepsake.title") })).toContainText("Alma");
    // On paper: the greeting on one page of A4, and nothing else of the page.
    await page.emulateMedia({ media: "print" });
    await expect(page.getByText(say("keepsake.signed"), { exact: true })).toBeVisible();
    for (const unprinted of [heard, page.getByRole("heading", { level: 1 }), page.getByRole("link", { name: say("after.done") })]) {
      await expect(unprinted).toBeHidden();
    }
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
    expect(writings, "the tap wrote, and nothing before it or after it").toBe(1);
  });
});

test("R15: in kid mode wishes wait until the grown-up takes the tablet back, and leaving loses them", async () => {
  await Family.arrive("en", async (family) => {
    const { page, say } = family;
    await family.withChild("Ella", 9);
    await kidMode(family);
    await page.getByRole("link", { name: say("home.call_for", { name: "Ella" }) }).click();
    await expect(page.locator('[data-test="minutes-before"]')).toHaveCount(0);
    // What is asked about the tablet when the call ends is answered only when a grown-up has taken it back.
    let answer = () => {};
    const takenBack = new Promise<void>((resolve) => (answer = resolve));
    let [asked, answered] = [0, 0];
    await page.route("**/api/kid", async (route) => {
      asked += 1;
      const response = await route.fetch();
      await takenBack;
      await route.fulfill({ response });
      answered += 1;
    });
    await talkAndHangUp(family);
    const waiting = page.locator('[data-test="hand-back"]');
    await expect(waiting).toContainText(say("after.hand_back"));
    await expect(page.getByRole("region", { name: say("after.wishes_title") })).toHaveCount(0);
    await expect(page.locator('[data-test="figures"]')).toHaveCount(0);
    // It is asked when the call's end has been told, which may be after the screen has said that it is over.
    await expect.poll(() => asked).toBeGreaterThan(0);
    await waiting.getByRole("button", { name: say("call.for_grown_ups") }).click();
    await page.getByLabel(say("kids.pin")).fill(PIN);
    await page.getByRole("button", { name: say("kids.out") }).click();
    const heard = page.getByRole("region", { name: say("after.wishes_title") });
    await expect(heard.locator("q")).toHaveCount(1);
    answer();
    await expect.poll(() => answered).toBeGreaterThan(0);
    await page.waitForLoadState("networkidle");
    await expect(heard.locator("q"), "an answer from before does not hand it over again").toHaveCount(1);
    await expect(waiting).toHaveCount(0);
    await page.getByText(say("call.for_grown_ups")).click();
    await expect(page.locator('[data-test="figures"] li')).toHaveCount(3);
    expect(wishesOf(family)).toEqual([[]]);
    await page.getByRole("link", { name: say("after.done") }).click();
    await page.goBack();
    await expect(page.getByRole("button", { name: say("before.start") })).toBeVisible();
    await expect(heard).toHaveCount(0);
    expect(wishesOf(family)).toEqual([[]]);
  });
});

/** No word of money, of a reason, or of another try. */
async function expectNoReason(page: Page, say: (key: string) => string): Promise<void> {
  await expect(page.getByRole("heading", { name: say("after.unavailable_title") })).toBeVisible();
  await expect(page.getByText(say("after.unavailable"))).toBeVisible();
  const read = await page.locator("main").innerText();
  expect(read).not.toMatch(/minut|kredit|credit|kroner|betal|pay|OpenAI|opkald|try again|prøv igen/i);
  await expect(page.getByRole("button", { name: say("common.try_again") })).toHaveCount(0);
}

for (const language of LANGUAGES) {
  test(`a child reads one kind sentence whatever stands in the way, a parent the reason (${language})`, async () => {
    const { parent, child } = await Parent.withChild(undefined, { name: "Alma", age: 8, language });
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      const say = (key: string, values?: Record<string, string>) => words(language, key, values);
      await visitor.signInAs(parent);
      for (const code of ["no_credits", "daily_cap_reached", "zero_data_retention_unconfirmed", "voice_busy", "voice_unavailable"]) {
        await page.route("**/api/calls", (route) =>
          route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify({ type: `urn:call-santa:${code}`, status: 409, code }) }));
        await page.goto(`/ring/${child}`);
        await expect(page.locator('[data-test="minutes-before"]')).toContainText("5");
        await page.getByRole("button", { name: say("before.start") }).click();
        await expect(page.getByRole("heading", { name: say("after.unavailable_title") })).toBeVisible();
        await expect(page.locator(".grown-ups")).toContainText(say(`problem.${code}`));
      }
      await page.goto("/born");
      await page.getByRole("button", { name: say("kids.hand_over_now") }).click();
      await page.getByLabel(say("kids.choose_pin")).fill(PIN);
      await page.getByRole("button", { name: say("kids.hand_over_with_pin") }).click();
      for (const code of ["grown_up_needed", "daily_cap_reached", "zero_data_retention_unconfirmed", "voice_busy", "fault"]) {
        await page.unroute("**/api/calls");
        await page.route("**/api/calls", (route) =>
          route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify({ type: `urn:call-santa:${code}`, status: 409, code }) }));
        await page.goto(`/ring/${child}`);
        await page.getByRole("button", { name: say("before.start") }).click();
        await expectNoReason(page, say);
      }
    });
  });
}

test("the devices can be tried before the call, are let go of, and stand in nobody's way", async () => {
  await Family.arrive("da", async (family) => {
    const { page, say } = family;
    await family.withChild("Alma", 8);
    await page.getByRole("button", { name: say("before.check") }).click();
    const check = page.getByRole("region", { name: say("before.check") });
    await expect(check).toContainText(say("before.check_camera_yes"));
    // How good the line is depends on what else this machine does; that something is said of it does not.
    await expect(check).toContainText(new RegExp(`${say("before.check_line_good")}|${say("before.check_line_slow")}`));
    await expect(check.locator("video")).toBeVisible();
    await family.child.says();
    await expect(check).toContainText(say("before.check_heard"));
    const track = await check.locator("video").evaluateHandle((video: HTMLVideoElement) => (video.srcObject as MediaStream).getTracks()[0]!);
    await check.getByRole("button", { name: say("before.check_bells") }).click();
    await check.getByRole("button", { name: say("before.check_close") }).click();
    await expect(check).toHaveCount(0);
    await expect.poll(() => track.evaluate((track) => track.readyState)).toBe("ended");
    await family.call();
  });
});
