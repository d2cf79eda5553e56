// The journey that everything else stands on: from the front page to goodbye, through the visible screens.
import { expect, test } from "../stack/test.ts";
import { Family } from "./parent.ts";
import { ledgerOf, rows } from "../edge/database.ts";
import { forward } from "../edge/http.ts";
import { latestReport, setPace } from "./reports.ts";
import { LANGUAGES } from "./words.ts";

const DISCLOSURE = {
  da: "Jeg er nissernes computer-julemand, en AI – ikke et menneske.",
  en: "I'm the elves' computer Santa, an AI, not a person.",
};

for (const language of LANGUAGES) {
  test(`a family signs up, a child talks with Santa, and a started minute is paid (${language})`, async () => {
    await setPace({ speed: 1 });
    await Family.arriveAsPeople(language, async (family) => {
      const { page, screen } = family;
      const since = Date.now();
      await family.signUp();
      await family.firstChild("Alma", 7);
      await family.call();
      const seconds = (Date.now() - since) / 1000;
      console.log(`    first page to Santa's first word (${language}): ${seconds.toFixed(0)} s, ${family.taps} taps`);
      expect(family.taps).toBeLessThanOrEqual(12);
      expect(seconds).toBeLessThanOrEqual(180);

      await expect(family.caption).toContainText("Alma");
      // The greeting, the child's turn, and Santa's answer to it.
      await family.states.pass(["speaking", "listening", "thinking", "speaking"], 0, 90_000);
      expect(await family.loudest()).toBeGreaterThan(0.02);
      await expect
        .poll(async () => Number(await screen.getAttribute("data-heard-seconds")), { timeout: 15_000 })
        .toBeGreaterThan(1);

      await family.tap(page.getByRole("button", { name: family.say("call.hang_up") }));
      await expect(page.getByRole("heading", { name: family.say("after.title", { name: "Alma" }) })).toBeVisible();

      const report = await latestReport();
      expect(report.language).toBe(language);
      expect(report.said[0]).toContain("Alma");
      expect(report.said[0]).toContain(DISCLOSURE[language]);
      expect(report.said.length).toBeGreaterThanOrEqual(2);
      expect(report.heard_speech_seconds).toBeGreaterThan(1);
      expect(report.refused).toEqual([]);
      expect(report.offered_video).toBe(false);
      expect(report.safety_identifier_present).toBe(true);
      const offers = await family.offers();
      expect(offers.length).toBeGreaterThan(0);
      for (const offer of offers) expect(offer).not.toContain("m=video");

      await expect.poll(() => ledgerOf(family.email)).toEqual(["gift +5", "hold -5", "release +5", "charge -1"]);
      const [call] = rows(
        `SELECT calls.seconds, calls.charged FROM calls JOIN accounts ON accounts.id = calls.account_id WHERE email = ?`,
        family.email,
      );
      expect(call.charged).toBe(Math.ceil(call.seconds / 60));
    });
  });
}

test("the alarm hangs up at the limit, and a call of one minute ends with Santa's own goodbye", async () => {
  test.setTimeout(240_000);
  await Family.arrive("da", async (family) => {
    const { page, screen } = family;
    await family.withChild("Viggo", 8);

    // Three and a half minutes pass; the child hangs up: four started minutes of five.
    await family.call();
    await expect(screen).toHaveAttribute("data-call", "listening", { timeout: 40_000 });
    for (let steps = 0; steps < 7; steps += 1) {
      await forward(30_000);
      await heartbeat(page);
    }
    await family.tap(page.getByRole("button", { name: family.say("call.hang_up") }));
    await expect
      .poll(() => ledgerOf(family.email))
      .toEqual(["gift +5", "hold -5", "release +5", "charge -4"]);

    // One minute is left: Santa says goodbye by himself.
    await page.goto("/");
    await family.tap(page.getByRole("link", { name: family.say("home.call_for", { name: "Viggo" }) }));
    await family.call();
    await expect(screen).toHaveAttribute("data-call", "farewell", { timeout: 60_000 });
    await expect(page.getByRole("heading", { name: family.say("after.title", { name: "Viggo" }) })).toBeVisible({
      timeout: 30_000,
    });
    const goodbye = await latestReport();
    expect(goodbye.said.at(-1)).toContain("Viggo");
    expect(goodbye.refused).toEqual([]);
    await expect
      .poll(() => ledgerOf(family.email))
      .toEqual(["gift +5", "hold -5", "release +5", "charge -4", "hold -1", "release +1", "charge -1"]);
  });
});

test("a tablet that is forgotten is hung up on by the alarm", async () => {
  await Family.arrive("en", async (family) => {
    await family.withChild("Ella", 9);
    await family.call();
    await expect(family.screen).toHaveAttribute("data-call", "listening", { timeout: 40_000 });
    await forward(320_000);
    await expect(family.screen).toHaveAttribute("data-call", "ended");
    const report = await latestReport();
    expect(report.hangup_requests).toBeGreaterThanOrEqual(1);
    expect(report.ended_by).toBe("hangup");
    expect(report.refused).toEqual([]);
    await expect.poll(() => ledgerOf(family.email)).toEqual(["gift +5", "hold -5", "release +5", "charge -5"]);
  });
});

/** Lets the browser's own next heartbeat come early, so that a moved clock is not taken for a lost tablet. */
async function heartbeat(page: import("@playwright/test").Page): Promise<void> {
  const [call] = rows("SELECT id FROM calls ORDER BY started_at_ms DESC LIMIT 1");
  const status = await page.evaluate(
    async (id) => (await fetch(`/api/calls/${id}/heartbeat`, { method: "POST" })).status,
    call.id as string,
  );
  expect(status).toBe(204);
}
