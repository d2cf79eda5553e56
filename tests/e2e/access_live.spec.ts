// Access for ears: what changes by itself is said. A screen reader listens to what it knows of, so the place has to be in the
// browser's own accessibility tree before anything is said there, and the words have to arrive in that same place.
import { type CDPSession, type Page, expect, test } from "@playwright/test";
import { Parent } from "../edge/parent.ts";
import { atStripe, begun } from "./pay.ts";
import { TOURS } from "./tour.ts";
import { Visitor } from "./visitor.ts";
import { words } from "./words.ts";

const say = (key: string, values?: Record<string, string>) => words("da", key, values);
const LIVE = '[role="status"], [role="alert"], [aria-live]';

/** A node of Chromium's tree, as far as it matters here. */
interface AxNode {
  nodeId: string;
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value?: unknown } }[];
  childIds?: string[];
  backendDOMNodeId?: number;
}

/** What a screen reader knows of a page: Chromium's accessibility tree. */
class Reader {
  private constructor(
    private readonly page: Page,
    private readonly devtools: CDPSession,
  ) {}

  static async of(page: Page): Promise<Reader> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Accessibility.enable");
    await devtools.send("DOM.enable");
    return new Reader(page, devtools);
  }

  private async tree(): Promise<AxNode[]> {
    return (await this.devtools.send("Accessibility.getFullAXTree")).nodes as AxNode[];
  }

  /** The elements that fit a selector, by the numbers that the browser knows them under. */
  private async elements(selector: string): Promise<number[]> {
    const { root } = await this.devtools.send("DOM.getDocument", { depth: 0 });
    const { nodeIds } = await this.devtools.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
    const described = nodeIds.map((nodeId) => this.devtools.send("DOM.describeNode", { nodeId }));
    return (await Promise.all(described)).map(({ node }) => node.backendNodeId);
  }

  /** A place that something will be said at: it is listened to by now, as `politely` as it should be. */
  async region(selector: string, manner: "polite" | "assertive"): Promise<Region> {
    await expect(this.page.locator(selector)).toHaveCount(1);
    const [element] = await this.elements(selector);
    const region = new Region(async () => {
      const nodes = await this.tree();
      const place = nodes.find((node) => node.backendDOMNodeId === element && !node.ignored);
      return place && { manner: propertyOf(place, "live"), words: wordsIn(place, nodes) };
    });
    expect(await region.known(), `${selector} is listened to`).toMatchObject({ manner });
    return region;
  }

  /** Places of the page that are missing in the tree; but such as wait in a part that is put away, or behind a question. */
  async unheard(): Promise<string[]> {
    const putAway = `:is([hidden], dialog:not([open]), details:not([open])) :is(${LIVE})`;
    const behind = `:root:has(dialog:modal) :is(${LIVE}):not(dialog:modal *)`;
    const waiting = await this.elements(`${putAway}, ${behind}`);
    const nodes = await this.tree();
    const known = nodes.filter(({ ignored }) => !ignored).map(({ backendDOMNodeId }) => backendDOMNodeId);
    const unheard = (await this.elements(LIVE)).filter((element) => !known.includes(element) && !waiting.includes(element));
    return Promise.all(
      unheard.map(async (backendNodeId) => (await this.devtools.send("DOM.getOuterHTML", { backendNodeId })).outerHTML.slice(0, 90)),
    );
  }
}

/** One place that is listened to, whatever becomes of the page around it. */
class Region {
  constructor(readonly known: () => Promise<{ manner: unknown; words: string } | undefined>) {}

  async isSilent(): Promise<void> {
    expect((await this.known())?.words).toBe("");
  }

  async says(text: string, within = 20_000): Promise<void> {
    await expect.poll(async () => (await this.known())?.words, { timeout: within }).toContain(text);
  }
}

const propertyOf = (node: AxNode, name: string) => node.properties?.find((property) => property.name === name)?.value.value;

/** All that is read out of a node, in its order. */
function wordsIn(node: AxNode, nodes: AxNode[]): string {
  if (node.role?.value === "StaticText") return node.name?.value ?? "";
  const inside = (node.childIds ?? []).map((id) => nodes.find(({ nodeId }) => nodeId === id)!);
  return inside.map((child) => wordsIn(child, nodes)).join(" ").trim();
}

for (const tour of TOURS) {
  test(`on the tour ${tour.name} every place is listened to before anything is said there`, async () => {
    test.setTimeout(300_000);
    const faults: string[] = [];
    let places = 0;
    await Visitor.arrive("da", async (visitor) => {
      const reader = await Reader.of(visitor.page);
      await tour.walk(visitor, "da", say, async ({ name }) => {
        faults.push(...(await reader.unheard()).map((fault) => `${name}: ${fault}`));
        places += await visitor.page.locator(LIVE).count();
      });
    });
    expect(faults).toEqual([]);
    expect(places).toBeGreaterThan(0);
  });
}

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
