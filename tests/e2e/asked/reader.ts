// What a screen reader knows of a page, asked of the browser's own accessibility tree.
import { type CDPSession, type Page, expect } from "@playwright/test";
import type { Question } from "./question.ts";

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
export class Reader {
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

  /** A page whose tree nobody reads any more is quick again. */
  leave(): Promise<void> {
    return this.devtools.detach();
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

/** Every place of a screen is listened to before anything is said there. */
export const listenedTo: Question = {
  about: "screen reader",
  async ask(page) {
    const reader = await Reader.of(page);
    const unheard = await reader.unheard();
    await reader.leave();
    return unheard;
  },
};
