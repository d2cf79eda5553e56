// What a family's visit leaves behind: on the network, in the browser, on the line to OpenAI. One journey, looked at from
// every side.
import { type BrowserContext, type Page, expect, test } from "../stack/test.ts";
import { randomBytes } from "node:crypto";
import { codeIn, mailTo, codeFor } from "../edge/north_pole.ts";
import { CALL_SANTA, NORTH_POLE } from "../stack/address.ts";
import { latestReport } from "./reports.ts";
import { Visitor } from "./visitor.ts";
import { words } from "./words.ts";

const say = (key: string, values?: Record<string, string>) => words("da", key, values);
// Letters only: Santa says nothing else of a name, and what he says is looked for too.
const MARK = Array.from(randomBytes(8), (byte) => String.fromCharCode(97 + (byte % 26))).join("");
const TOLD = {
  email: `parent-${MARK}@example.dk`,
  name: `Alma${MARK}`,
  wish: `en rød cykel ${MARK}`,
  note: `har mistet en tand ${MARK}`,
  preference: `katten hedder Mis ${MARK}`,
};

interface Traces {
  requests: string[];
  /** What the browser had stored at each stop of the journey. */
  stored: { when: string; text: string; names: string[] }[];
  cookies: { name: string; httpOnly: boolean }[];
  /** The cookies once the account is deleted. */
  cookiesLeft: string[];
  offers: string[];
  senders: (string | null)[];
  offeredVideo: boolean;
}
let traces: Traces;

// All of them look at the same visit.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  test.setTimeout(120_000);
  const seen: Traces = { requests: [], stored: [], cookies: [], cookiesLeft: ["not looked at"], offers: [], senders: [], offeredVideo: true };
  await Visitor.arrive("da", async ({ page, requests }) => {
    const look = async (when: string) => seen.stored.push({ when, ...(await stored(page)) });
    await page.addInitScript(listenIn);
    for (const path of ["/", "/privatliv", "/vilkaar", "/her-er-ingenting", "/log-ind"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    }
    await page.getByLabel(say("welcome.email")).fill(TOLD.email);
    await page.getByRole("button", { name: say("welcome.send") }).click();
    await expect(page.getByRole("heading", { name: say("code.title") })).toBeVisible();
    await look("waiting for the code");
    await page.getByLabel(say("code.label")).pressSequentially(await codeFor(TOLD.email));
    for (const tick of ["custody", "collect", "openai"]) await page.getByLabel(say(`consent.${tick}`)).check();
    await page.getByRole("button", { name: say("consent.agree") }).click();
    await page.getByLabel(say("child.name")).fill(TOLD.name);
    await page.getByRole("radio", { name: say("child.years", { age: "7" }), exact: true }).check();
    const more = page.locator("details").filter({ hasText: say("child.more") });
    if (!(await more.evaluate((fold: HTMLDetailsElement) => fold.open))) await more.locator("summary").click();
    const wish = page.getByLabel(say("child.wish_number", { number: "1" }), { exact: true });
    if (!(await wish.isVisible())) await page.getByRole("button", { name: say("child.add_wish") }).click();
    await wish.fill(TOLD.wish);
    await page.getByLabel(say("child.notes")).fill(TOLD.note);
    await page.getByLabel(say("child.preferences")).fill(TOLD.preference);
    await look("a draft in the fields");
    await page.getByRole("button", { name: say("child.save_first") }).click();
    await page.getByRole("button", { name: say("before.start") }).click();
    await expect(page.getByRole("region", { name: say("call.captions") })).toContainText(TOLD.name, { timeout: 60_000 });
    await look("in the call");
    seen.offers = await page.evaluate(() => (window as unknown as Listening).offers);
    seen.senders = await page.evaluate(() =>
      (window as unknown as Listening).peers.flatMap((peer) => peer.getSenders().map(({ track }) => track?.kind ?? null)),
    );
    await page.getByRole("button", { name: say("call.hang_up") }).click();
    await expect(page.getByRole("heading", { name: say("after.title", { name: TOLD.name }) })).toBeVisible();
    await page.goto("/");
    await expect(page.getByRole("heading", { name: say("home.title") })).toBeVisible();
    await look("after the call");
    seen.cookies = await page.context().cookies();
    await deleteAccount(page);
    await look("after the deletion");
    seen.cookiesLeft = (await page.context().cookies()).map(({ name }) => name);
    seen.offeredVideo = (await latestReport()).offered_video;
    seen.requests = requests;
  });
  traces = seen;
});

test("R19 P28: a whole visit asks nobody but us, and for the voice the one that speaks", () => {
  const origins = new Map<string, string[]>();
  for (const url of traces.requests.map((text) => new URL(text))) {
    if (["blob:", "data:"].includes(url.protocol)) continue;
    origins.set(url.origin, [...(origins.get(url.origin) ?? []), url.pathname]);
  }
  expect([...origins.keys()].sort()).toEqual([new URL(CALL_SANTA).origin, new URL(NORTH_POLE).origin].sort());
  expect(new Set(origins.get(new URL(NORTH_POLE).origin))).toEqual(new Set(["/v1/realtime/calls"]));
  for (const url of traces.requests) expect(decodeURIComponent(url)).not.toContain(MARK);
});

test("R29: neither a draft nor a child nor an address reaches the browser's storage", () => {
  expect(traces.stored.map(({ when }) => when)).toHaveLength(5);
  for (const { when, text, names } of traces.stored) {
    expect(text, when).not.toContain(MARK);
    expect(names.filter((name) => !OWN_FILE.test(name)), when).toEqual([]);
  }
  expect(traces.cookies.map(({ name, httpOnly }) => `${name} ${httpOnly}`)).toEqual(["session true"]);
});

test("P15: once the account is deleted, the browser keeps nothing of the family, not even that it was signed in", () => {
  const { when, text, names } = traces.stored.at(-1)!;
  expect(when).toBe("after the deletion");
  expect(text).not.toContain(MARK);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !OWN_FILE.test(name))).toEqual([]);
  expect(traces.cookiesLeft).toEqual([]);
});

test("P4 R14: no picture of the child leaves the device", () => {
  expect(traces.offers.length).toBeGreaterThan(0);
  for (const offer of traces.offers) {
    expect(offer).toContain("m=audio");
    expect(offer).not.toContain("m=video");
  }
  expect(traces.senders).toEqual(["audio"]);
  expect(traces.offeredVideo).toBe(false);
});

test("R19 P13: pages, workers and modules all carry the headers that keep strangers out", async ({ request }) => {
  const shell = await request.get("/log-ind");
  const build = (await shell.text()).match(/name="build" content="([^"]+)"/)![1];
  const files = ["start.js", "landing.js", "fonts/text.woff2", "app_bg.wasm", "split_parents.wasm", "style.css", "santa/worker.js", "santa/listener-worklet.js",
    "santa/stage.js", "santa/santa_bg.wasm", "locales/da.json", "locales/policy/privacy.da.md"];
  for (const path of ["/da/", "/log-ind", "/privatliv", "/ring/x", "/manifest.da.webmanifest", "/manifest.en.webmanifest", "/service-worker.js", ...files.map((file) => build + file)]) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(200);
    const headers = answer.headers();
    // A missing file would be answered by the shell; only pages may be pages.
    expect(headers["content-type"].includes("text/html"), path).toBe(!/\.\w+$/.test(path));
    const policy = headers["content-security-policy"];
    for (const rule of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'", "frame-ancestors 'none'"]) {
      expect(policy, path).toContain(rule);
    }
    expect(policy, path).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
    expect(policy.match(/https?:\/\/[^ ;]+/g), path).toEqual([new URL(NORTH_POLE).origin]);
    expect(headers["permissions-policy"], path).toContain("camera=(self), microphone=(self)");
    expect(headers["permissions-policy"], path).toContain("geolocation=()");
    expect(headers["referrer-policy"], path).toBe("no-referrer");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["strict-transport-security"], path).toContain("max-age=63072000");
    expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
  }
});

/** Deletes the account in its two steps, as a parent does it. */
async function deleteAccount(page: Page): Promise<void> {
  await page.goto("/konto/slet");
  await page.getByRole("button", { name: say("proof.send") }).click();
  await expect(page.getByLabel(say("code.label"))).toBeFocused();
  const [mail] = (await mailTo(TOLD.email)).filter(({ subject }) => subject.includes("sletter din"));
  await page.getByLabel(say("code.label")).fill(codeIn(mail));
  await page.getByRole("button", { name: say("deletion.delete") }).click();
  await expect(page.getByRole("heading", { name: say("welcome.title") })).toBeVisible();
}

interface Listening {
  offers: string[];
  peers: RTCPeerConnection[];
}

/** Runs in the page before the app: keeps every peer connection and what it offers. */
function listenIn(): void {
  const seen = window as unknown as Listening;
  seen.offers = [];
  seen.peers = [];
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      seen.peers.push(this);
    }
    async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
      await super.setLocalDescription(description);
      seen.offers.push(this.localDescription?.sdp ?? "");
    }
  };
}

/** A file of a build, which the service worker keeps and everybody is served alike. */
const OWN_FILE = /^cached \/b\/[0-9a-f]{16}\/[\w/.-]+$/;

/** Everything that the browser keeps for our origin, as text and as a list of names; a cached file that holds the mark
 * goes by the mark. */
async function stored(page: Page): Promise<{ text: string; names: string[] }> {
  const cached = await page.evaluate(async (mark) => {
    const files: { path: string; tells: boolean }[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const text = await (await cache.match(request))!.text();
        files.push({ path: new URL(request.url).pathname, tells: text.includes(mark) });
      }
    }
    return files;
  }, MARK);
  const kept = await page.evaluate(async () => ({
    names: [
      ...Object.keys(localStorage).map((name) => `localStorage ${name}`),
      ...Object.keys(sessionStorage).map((name) => `sessionStorage ${name}`),
      ...(await indexedDB.databases()).map(({ name }) => `indexedDB ${name}`),
    ],
    text: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]),
  }));
  const cookies = await (page.context() as BrowserContext).cookies();
  return {
    names: [...kept.names, ...cached.map(({ path, tells }) => (tells ? `${MARK} in ${path}` : `cached ${path}`))],
    text: kept.text + JSON.stringify(cookies),
  };
}
