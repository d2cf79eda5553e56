// What Santa's body does in a call and on his own page. How his mouth keeps to his voice is measured in lip_sync.spec.ts.
//
// He is not painted here (no graphics chip); ears, lip-sync and acting run in his Worker as they do on a tablet.
import { type Page, expect, test } from "../stack/test.ts";
import { silence, spoken, wav } from "./voices.ts";
import { Family } from "./parent.ts";
import { Visitor } from "./visitor.ts";

test("he laughs, looks in his list, is delighted by a wish and waves as his tools say, and his body takes part in the talk", async () => {
  test.setTimeout(180_000);
  await Family.arrive("da", async (family) => {
    const { page, screen } = family;
    await page.addInitScript(keepActs);
    await family.withChild("Alma", 7);
    await family.call();
    const acts = () => page.evaluate(() => (window as unknown as { acts: string[] }).acts);
    for (const [picture, wanted] of [["yes", ["laughing"]], ["no", ["surprised", "reading"]], ["wave", ["waving"]]] as const) {
      await expect(screen).toHaveAttribute("data-call", "listening", { timeout: 60_000 });
      const before = (await acts()).length;
      await page.getByRole("button", { name: family.say(`call.${picture}`), exact: true }).click();
      await expect.poll(async () => (await acts()).slice(before), { timeout: 40_000 }).toEqual(expect.arrayContaining([...wanted]));
    }
    await family.tap(page.getByRole("button", { name: family.say("call.hang_up") }));
    await expect.poll(async () => (await acts()).at(-1)).toBe("farewell");
    expect(await acts()).toEqual(expect.arrayContaining(["ringing", "speaking", "listening", "thinking"]));
  });
});

test("where a greeting was recorded his mouth says it on his own page, as often as he is knocked for", async () => {
  const sentence = await spoken("Ho ho, hej med dig! Hvem er det, jeg skal tale med i år?", "da", "santa");
  await Visitor.arrive("da", async ({ page }) => {
    await page.route("**/greeting/da.mp3", (route) => route.fulfill({ contentType: "audio/wav", body: wav([sentence, silence(2), sentence]) }));
    // The page as the build writes it where the file is there.
    await page.route("**/da/", async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace('class="knock"', '$& data-greeting="/greeting/da.mp3" data-label="En AI-stemme"');
      await route.fulfill({ response: answer, body });
    });
    await page.addInitScript(keepGreeting);
    await page.goto("/da/");
    const greeted = () => page.evaluate(() => (window as unknown as { greeted: Greeted }).greeted);
    await expect.poll(async () => (await greeted()).length, { timeout: 60_000 }).toBeGreaterThan(0);
    for (let knocks = 1; knocks <= 2; knocks += 1) {
      const before = (await greeted()).length;
      await page.locator(".knock").click();
      await expect(page.locator(".bubble small")).toHaveText("En AI-stemme");
      await expect.poll(async () => (await greeted()).at(-1)?.act).toBe("speaking");
      await expect.poll(async () => (await greeted()).at(-1)?.ended, { timeout: 60_000 }).toBe(true);
      await expect.poll(async () => (await greeted()).at(-1)?.act).toBe("idle");
      const seconds = sentence.length / 48_000;
      const said = (await greeted()).slice(before).filter(({ act }) => act === "speaking");
      const jaws = (from: number, to: number) => said.filter(({ at }) => at > from && at < to).map(({ jaw }) => jaw);
      const [first, pause, last] = [jaws(0, seconds), jaws(seconds + 1, seconds + 2), jaws(seconds + 2, 2 * seconds + 2)];
      console.log(`    widest ${Math.max(...first).toFixed(2)}, in the pause ${Math.min(...pause).toFixed(2)}, then ${Math.max(...last).toFixed(2)}`);
      expect(Math.max(...first)).toBeGreaterThan(0.3);
      expect(Math.min(...pause)).toBeLessThan(0.1);
      expect(Math.max(...last)).toBeGreaterThan(0.3);
    }
  });
});

test("without a recorded greeting he greets in writing, and his mouth rests", async () => {
  await Visitor.arrive("da", async ({ page, requests }) => {
    await page.addInitScript(keepGreeting);
    await page.goto("/da/");
    const greeted = () => page.evaluate(() => (window as unknown as { greeted: Greeted }).greeted);
    await expect.poll(async () => (await greeted()).length, { timeout: 60_000 }).toBeGreaterThan(0);
    await page.locator(".knock").click();
    await expect(page.locator(".bubble")).toContainText("Ho ho");
    await expect(page.locator(".bubble small")).toHaveCount(0);
    await expect.poll(async () => (await greeted()).some(({ act }) => act === "waving")).toBe(true);
    const jaws = (await greeted()).map(({ jaw }) => jaw);
    expect(Math.max(...jaws)).toBeLessThan(0.3);
    expect(requests.filter((url) => url.includes("/greeting/"))).toEqual([]);
  });
});

test("he moves only while he can be seen, in a call", async () => {
  test.setTimeout(180_000);
  await Family.arrive("da", async (family) => {
    const { page, screen } = family;
    await page.addInitScript(countPoses, {});
    await family.withChild("Alma", 7);
    await family.call();
    await expect(screen).toHaveAttribute("data-call", "listening", { timeout: 60_000 });
    const shift = (by: string) => page.locator(".santa-canvas").evaluate((canvas, by) => {
      (canvas as HTMLElement).style.translate = by;
    }, by);
    await restsUnseen(page, () => shift("0 300vh"), () => shift("none"));
    await family.tap(page.getByRole("button", { name: family.say("call.hang_up") }));
  });
});

test("he moves only while he can be seen, on his own page", async () => {
  await Visitor.arrive("da", async ({ page }) => {
    await page.addInitScript(countPoses, { softwareToo: true, fine: false });
    await page.goto("/da/");
    await expect(page.locator(".window")).toHaveAttribute("data-santa", "alive", { timeout: 60_000 });
    const scroll = (to: number) => page.evaluate((to) => scrollTo({ top: to, behavior: "instant" }), to);
    await restsUnseen(page, () => scroll(1e6), () => scroll(0));
  });
});

/** He moves; he rests while he is scrolled out of sight, and while the page is hidden; each time he moves again. */
async function restsUnseen(page: Page, away: () => Promise<unknown>, back: () => Promise<unknown>): Promise<void> {
  const poses = () => page.evaluate(() => (window as unknown as { poses: number }).poses);
  const within = async (ms: number) => {
    const before = await poses();
    await page.waitForTimeout(ms);
    return await poses() - before;
  };
  const moves = async () => {
    const before = await poses();
    await expect.poll(poses, { timeout: 20_000 }).toBeGreaterThan(before + 3);
  };
  const rests = async () => {
    // A pose that was on its way may still come.
    await expect.poll(() => within(500), { timeout: 20_000 }).toBe(0);
    expect(await within(2_000)).toBe(0);
  };
  // The page's own word only: were its window really hidden, the browser would keep his frames back by itself.
  const show = (state: DocumentVisibilityState) => page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
  await moves();
  for (const [hide, unhide] of [[away, back], [() => show("hidden"), () => show("visible")]]) {
    await hide();
    await rests();
    await unhide();
    await moves();
  }
}

/** Runs in the page before the app: counts his poses, under whatever else is wished of him. */
function countPoses(wishes: object): void {
  const counted = Object.assign(window, { poses: 0 });
  Object.assign(window, { santaInTests: { ...wishes, onPose: () => (counted.poses += 1) } });
}

/** His poses on his own page, with where the greeting stands meanwhile, in seconds. */
type Greeted = { act: string; jaw: number; at: number; ended: boolean }[];

/** Runs in the page before its scripts: keeps every pose, and looks at the greeting's own clock. */
function keepGreeting(): void {
  const greeted: Greeted = [];
  let said: HTMLMediaElement | undefined;
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    said = this;
    return play.call(this);
  };
  const onPose = ({ act, jaw }: { act: string; jaw: number }) =>
    greeted.push({ act, jaw, at: said?.currentTime ?? 0, ended: said?.ended ?? false });
  Object.assign(window, { greeted, santaInTests: { onPose } });
}

/** Runs in the page before the app: keeps what his body does, one word for each change. */
function keepActs(): void {
  const acts: string[] = [];
  const onPose = ({ act }: { act: string }) => {
    if (acts.at(-1) !== act) acts.push(act);
  };
  Object.assign(window, { acts, santaInTests: { onPose } });
}
