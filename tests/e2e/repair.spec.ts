// Loss and repair, as far as it can be brought about round a real browser: lines that drop or freeze, a network that goes
// away, an edge out of reach, OpenAI's refusals, a tablet that is hidden, turned and unplugged. The whole table, natively,
// is in `domain/src/call/machine/tests/fault_table.rs`.
import { type Page, expect, test } from "../stack/test.ts";
import { withFault } from "../edge/north_pole.ts";
import { Family, answered } from "./parent.ts";
import { ledgerOf, rows } from "../edge/database.ts";
import { type Report, goWrong, latestReport } from "./reports.ts";

test.describe.configure({ timeout: 180_000 });

/** A family whose child is about to call. */
async function ready(body: (family: Family) => Promise<void>): Promise<void> {
  await Family.arrive("da", async (family) => {
    await family.withChild("Alma", 7);
    await body(family);
  });
}

const stage = (family: Family, name: string, timeout = 40_000) =>
  expect(family.screen).toHaveAttribute("data-call", name, { timeout });

const hangUp = (family: Family) => family.tap(family.page.getByRole("button", { name: family.say("call.hang_up") }));

const linesOf = (family: Family) =>
  rows(`SELECT legs, lines FROM calls JOIN accounts ON accounts.id = account_id WHERE email = ?`, family.email);

/** The child says something, and it is heard. */
async function spoken(family: Family): Promise<void> {
  await stage(family, "listening");
  const before = (await latestReport()).heard_speech_seconds;
  await family.child.says();
  await expect.poll(async () => (await latestReport()).heard_speech_seconds).toBeGreaterThan(before + 1);
}

/** One hold, and one charge of so many credits. */
const paid = (family: Family, credits: number) =>
  expect
    .poll(() => ledgerOf(family.email), { timeout: 30_000 })
    .toEqual(["gift +5", "hold -5", "release +5", ...(credits ? [`charge -${credits}`] : [])]);

/** What the second line said to OpenAI: what was talked about, in Santa's own words, and nothing that is refused. */
function recalled({ client_events: events, refused }: Report): string {
  const items = events as { type: string; item?: { role?: string; content?: { text: string }[] } }[];
  expect(refused).toEqual([]);
  return items.filter(({ item }) => item?.role === "assistant").map(({ item }) => item!.content![0].text).join(" ");
}

test("a peer that drops is replaced once: Santa excuses the sleigh, the talk goes on, one charge", async () => {
  await ready(async (family) => {
    await family.call();
    const before = await family.states.reach("listening");
    await goWrong({ drop_peer: true });
    await family.states.pass(["reconnecting", "speaking", "listening"], before);
    // The child's next words are answered on the second line.
    await answered(family);
    await hangUp(family);
    await paid(family, 1);
    expect(linesOf(family)).toEqual([{ legs: 2, lines: 2 }]);
    const second = await latestReport();
    expect(recalled(second)).toContain("Alma");
    expect(second.said.length).toBeGreaterThanOrEqual(2);
    // He does not introduce himself anew.
    expect(second.said[0]).not.toContain("computer-julemand");
  });
});

test("sound that freezes while events go on is noticed, and the line replaced", async () => {
  await ready(async (family) => {
    await family.call();
    await goWrong({ freeze_sound: true });
    await family.states.pass(["speaking", "reconnecting", "speaking", "listening"]);
    await hangUp(family);
    await paid(family, 1);
    expect(linesOf(family)).toEqual([{ legs: 2, lines: 2 }]);
  });
});

test("a network that is away for 8 s is waited for, on the same line", async () => {
  await ready(async (family) => {
    await family.call();
    await stage(family, "listening");
    await goWrong({ lose_network_for_ms: 8_000 });
    // It is back when Santa hears the child again, whatever was said into the silence before; and then nothing was lost.
    const heard = (await latestReport()).heard_speech_seconds;
    await expect.poll(async () => {
      await family.child.says();
      return (await latestReport()).heard_speech_seconds;
    }, { timeout: 60_000, intervals: [6_000] }).toBeGreaterThan(heard + 1);
    await answered(family);
    await hangUp(family);
    await paid(family, 1);
    expect(linesOf(family)).toEqual([{ legs: 1, lines: 1 }]);
  });
});

test("a network that is away for 20 s costs the line and not the call", async () => {
  await ready(async (family) => {
    await family.call();
    const before = await family.states.reach("listening");
    await goWrong({ lose_network_for_ms: 20_000 });
    await family.states.pass(["reconnecting", "speaking", "listening"], before, 60_000);
    await hangUp(family);
    await paid(family, 1);
    expect(linesOf(family)).toEqual([{ legs: 2, lines: 2 }]);
  });
});

test("an edge that is out of reach in the middle of a call: Santa says goodbye by himself, and the call is settled", async () => {
  await ready(async (family) => {
    await family.call();
    await stage(family, "listening");
    await family.page.route("**/api/calls/**", (route) => route.abort("connectionrefused"));
    await stage(family, "farewell", 60_000);
    await stage(family, "ended", 60_000);
    await family.page.unroute("**/api/calls/**");
    await paid(family, 1);
    expect((await latestReport()).said.at(-1)).toContain("Alma");
  });
});

test("whatever OpenAI's refusal of a token, the child sees one kind screen and nothing is held", async () => {
  await ready(async (family) => {
    const start = family.page.getByRole("button", { name: family.say("before.start") });
    let again = 0;
    for (const mint of ["refuse", "rate_limit", "insufficient_quota", "server_error", "timeout"]) {
      await withFault({ mint }, async () => {
        await family.tap(start);
        await stage(family, "ended");
        await expect(family.page.getByRole("heading", { name: family.say("after.unavailable_title") })).toBeVisible();
        const child = family.page.locator(".after > .lead");
        await expect(child).not.toContainText(/kredit|minut|betal|OpenAI|429|401/);
      });
      again += 1;
      await expect
        .poll(() => ledgerOf(family.email))
        .toEqual(["gift +5", ...Array.from({ length: again }, () => ["hold -5", "release +5"]).flat()]);
      await family.page.reload();
    }
    // And then he can be reached again.
    await family.call();
    await hangUp(family);
  });
});

test("hidden, turned and unplugged the call goes on", async () => {
  await ready(async (family) => {
    const { page, screen } = family;
    await page.addInitScript(keepTracks);
    await expect(page.getByRole("button", { name: family.say("before.start") })).toBeVisible();
    await page.reload();
    await family.call();
    await stage(family, "listening");

    await see(page, "hidden");
    await spoken(family);
    await see(page, "visible");
    await expect(screen).not.toHaveAttribute("data-call", "ended");

    await page.setViewportSize({ width: 820, height: 1180 });
    await expect(page.getByRole("button", { name: family.say("call.hang_up") })).toBeInViewport();
    await page.setViewportSize({ width: 1180, height: 820 });

    // The camera goes, and its picture with it.
    await expect(page.locator(".own-picture")).toBeVisible();
    await end(page, "video");
    await expect(page.locator(".own-picture")).toBeHidden();

    // Headphones are pulled: another microphone takes over, and Santa hears the child by it.
    await end(page, "audio");
    await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event("devicechange")));
    await expect.poll(() => page.evaluate(() => (window as unknown as Kept).kept.filter(({ kind }) => kind === "audio").length)).toBe(2);
    await spoken(family);
    await expect(screen).not.toHaveAttribute("data-call", "ended");
    await hangUp(family);
    await paid(family, 1);
    expect(linesOf(family)).toEqual([{ legs: 1, lines: 1 }]);
  });
});

test("a child that does not speak answers by pictures", async () => {
  await ready(async (family) => {
    const { page } = family;
    await family.call();
    await stage(family, "listening");
    await page.getByRole("button", { name: family.say("call.yes"), exact: true }).click();
    await stage(family, "speaking");
    const { client_events } = await latestReport();
    const told = client_events.map((event) => JSON.stringify(event)).join("\n");
    expect(told).toContain('"role":"user"');
    expect(told).toContain("Ja!");
    await hangUp(family);
  });
});

test("a page that was lost while it rang gives its place to the next", async () => {
  await ready(async (family) => {
    const { page } = family;
    // The edge starts the call, and the page never hears of it.
    await page.route("**/api/calls", async (route) => void (await route.fetch().catch(() => undefined)));
    await family.tap(page.getByRole("button", { name: family.say("before.start") }));
    await stage(family, "ringing");
    await expect.poll(() => ledgerOf(family.email)).toEqual(["gift +5", "hold -5"]);
    await page.unroute("**/api/calls");
    await page.reload();
    await family.tap(page.getByRole("button", { name: family.say("before.start") }));
    await stage(family, "elsewhere");
    await family.tap(page.getByRole("button", { name: family.say("call.elsewhere_end") }));
    await stage(family, "speaking");
    await hangUp(family);
    await expect
      .poll(() => ledgerOf(family.email))
      .toEqual(["gift +5", "hold -5", "release +5", "hold -5", "release +5", "charge -1"]);
  });
});

interface Kept {
  kept: MediaStreamTrack[];
}

/** Runs in the page before the app: keeps the tracks that the browser hands out. */
function keepTracks(): void {
  const seen = window as unknown as Kept;
  seen.kept = [];
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    seen.kept.push(...stream.getTracks());
    return stream;
  };
}

/** Lets the newest track of a kind end as if its device were gone. */
const end = (page: Page, kind: string) =>
  page.evaluate((kind) => {
    const track = (window as unknown as Kept).kept.filter((track) => track.kind === kind).at(-1)!;
    track.stop();
    track.dispatchEvent(new Event("ended"));
  }, kind);

/** Tells the page that it can, or can't, be seen. */
const see = (page: Page, state: string) =>
  page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
