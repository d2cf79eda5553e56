// The app on the device, with the real service worker: what it keeps, what it never keeps, no line, a newer build, and
// whether Chromium would install it.
import { createHash } from "node:crypto";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Page, expect, test } from "../stack/test.ts";
import { Parent } from "../edge/parent.ts";
import { Visitor } from "./visitor.ts";
import { CALL_SANTA } from "../stack/address.ts";
import { LANGUAGES, words } from "./words.ts";

const NEWER = "/b/newer/";
/** What Chromium says in its console of every request that found no line. */
const NO_LINE = /ERR_INTERNET_DISCONNECTED/;

/** Waits until the service worker keeps the page's build and answers for the page. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) await new Promise((soon) => setTimeout(soon, 50));
  });
}

const registrations = (page: Page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

/** The path of everything that lies in any cache. */
const cached = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
    }
    return paths;
  });

for (const language of LANGUAGES) {
  const say = (key: string, values?: Record<string, string>) => words(language, key, values);

  test(`without a line Santa sleeps, and with it everything is back (${language})`, async () => {
    const { parent } = await Parent.withChild();
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      await visitor.signInAs(parent);
      await page.goto("/");
      await kept(page);
      await page.context().setOffline(true);
      for (const path of ["/", "/born", "/konto"]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1, name: say("offline.title") })).toBeVisible();
        const picture = page.locator(".kids-santa");
        await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
      }
      await page.context().setOffline(false);
      await expect(page.getByRole("heading", { level: 1, name: say("account.title") })).toBeVisible();
      visitor.complaints.splice(0, Infinity, ...visitor.complaints.filter((text) => !NO_LINE.test(text)));
    });
  });
}

test("what the service worker would only let pass, or take from its cache, does not wait for it", async () => {
  const { parent } = await Parent.withChild();
  await Visitor.arrive("da", async (visitor) => {
    const { page } = visitor;
    await visitor.signInAs(parent);
    await page.goto("/");
    await kept(page);
    await page.reload();
    await expect(page.locator(".child-card")).toHaveCount(1);
    await page.evaluate(() => fetch("/sent-anywhere", { method: "POST" }));
    const sources: string[][] = await page.evaluate(() =>
      performance.getEntriesByType("resource").map((entry) => {
        const { name, workerFinalSourceType } = entry.toJSON();
        return [new URL(name).pathname, workerFinalSourceType];
      }),
    );
    const of = (end: string) => sources.find(([path]) => path!.endsWith(end))?.[1];
    expect(of("/api/overview")).toBe("network");
    expect(of("/sent-anywhere")).toBe("network");
    expect(of("/style.css")).toBe("cache");
    expect(of("/app_bg.wasm")).toBe("cache");
  });
});

test("the front page registers nothing and keeps nothing", async () => {
  await Visitor.arrive("da", async ({ page }) => {
    await page.goto("/");
    await expect(page).toHaveURL(/\/da\/$/);
    await page.goto("/log-ind");
    // The app would do it once it knows that nobody is signed in.
    await expect(page.locator("#first")).toHaveCount(0);
    await page.waitForLoadState("networkidle");
    await page.goto("/privatliv");
    await expect(page.getByRole("heading", { level: 1, name: words("da", "policy.privacy") })).toBeVisible();
    await page.waitForLoadState("networkidle");
    expect(await registrations(page)).toBe(0);
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
  });
});

test("the service worker keeps one build's files and no answer of the edge, also after signing out", async () => {
  const { parent, child } = await Parent.withChild();
  await Visitor.arrive("da", async (visitor) => {
    const { page } = visitor;
    await visitor.signInAs(parent);
    await page.goto("/");
    await kept(page);
    const build = await page.locator("meta[name=build]").getAttribute("content");
    for (const path of [`/barn/${child}`, "/konto", "/historik", "/"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    }
    const files = await cached(page);
    expect(files.length).toBeGreaterThan(10);
    const onlyFiles = async () => {
      const lying = await cached(page);
      expect(lying.filter((path) => !path.startsWith(build!))).toEqual([]);
      expect(lying.sort()).toEqual(files.sort());
    };
    await onlyFiles();
    await page.getByRole("button", { name: words("da", "home.sign_out") }).click();
    await expect(page.getByRole("heading", { level: 1, name: words("da", "welcome.title") })).toBeVisible();
    await onlyFiles();
    const answers = await page.evaluate(async () => (await fetch("/api/overview")).status);
    expect(answers).toBe(401);
    await onlyFiles();
  });
});

test("a newer build is offered on the parents' pages, and runs when it is wanted", async () => {
  const { parent } = await Parent.withChild();
  const site = await TwoBuilds.serve();
  try {
    await Visitor.arrive("da", async (visitor) => {
      const { page } = visitor;
      await visitor.signInAs(parent);
      await page.goto(site.url);
      await kept(page);
      await expect(page.getByRole("heading", { level: 1, name: words("da", "home.title") })).toBeVisible();
      await expect(page.locator(".newer")).toHaveCount(0);

      site.isNewer = true;
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update());
      await expect(page.locator(".newer")).toContainText(words("da", "install.newer"));
      // Until it is wanted nothing has changed hands.
      expect(await runningBuild(page)).toBe(site.older);
      const reloaded = page.waitForEvent("load");
      await page.getByRole("button", { name: words("da", "install.renew") }).click();
      await reloaded;
      await kept(page);
      expect(await runningBuild(page)).toBe(NEWER);
      expect(await shownBuild(page)).toBe(NEWER);
      await expect(page.getByRole("heading", { level: 1, name: words("da", "home.title") })).toBeVisible();
      await expect(page.locator(".newer")).toHaveCount(0);
    });
  } finally {
    site.close();
  }
});

test("Chromium finds nothing that keeps the app from being installed", async () => {
  const { parent } = await Parent.withChild();
  for (const language of LANGUAGES) {
    await Visitor.arrive(language, async (visitor) => {
      const { page } = visitor;
      await visitor.signInAs(parent);
      await page.goto("/");
      await kept(page);
      const devtools = await page.context().newCDPSession(page);
      const { errors, data, url } = await devtools.send("Page.getAppManifest");
      expect(errors).toEqual([]);
      expect(url).toContain(`/manifest.${language}.webmanifest`);
      const manifest = JSON.parse(data!);
      expect(manifest).toMatchObject({ id: "/", lang: language, start_url: "/", display: "standalone" });
      expect(manifest.shortcuts.map((shortcut: { url: string }) => shortcut.url)).toContain("/born");
      for (const { src } of manifest.icons) {
        const answer = await page.request.get(src);
        expect(answer.headers()["content-type"], src).toMatch(/^image\//);
      }
      const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
      // A private window, which is what a test's browser is, may install nothing; that is all that may stand here.
      expect(installabilityErrors.map((error) => error.errorId).filter((id) => id !== "in-incognito")).toEqual([]);
    });
  }
});

for (const language of LANGUAGES) {
  test(`what is shown before the app is installed is there, as the manifest names it and as devices want it (${language})`, async () => {
    await Visitor.arrive(language, async ({ page }) => {
      await page.goto("/log-ind");
      const devtools = await page.context().newCDPSession(page);
      const { manifest, data } = await devtools.send("Page.getAppManifest");
      const named = JSON.parse(data!).screenshots as Picture[];
      // Chromium leaves out what it can't use.
      expect(manifest.screenshots).toHaveLength(named.length);
      for (const form of ["narrow", "wide"]) {
        const pictures = named.filter(({ form_factor }) => form_factor === form);
        expect(pictures.length, form).toBeGreaterThanOrEqual(2);
        expect(new Set(pictures.map(({ sizes }) => sizes)).size, `${form} pictures are of one shape`).toBe(1);
      }
      for (const { src, sizes, type, form_factor, label } of named) {
        const answer = await page.request.get(src);
        expect(answer.headers()["content-type"], src).toBe(type);
        const bytes = await answer.body();
        expect(bytes.length, src).toBeLessThanOrEqual(60_000);
        const [width, height] = await page.evaluate(async (src) => {
          const picture = await createImageBitmap(await (await fetch(src)).blob());
          return [picture.width, picture.height];
        }, src);
        expect(`${width}x${height}`, src).toBe(sizes);
        expect(form_factor, src).toBe(width < height ? "narrow" : "wide");
        expect(Math.min(width, height), src).toBeGreaterThanOrEqual(320);
        expect(Math.max(width, height), src).toBeLessThanOrEqual(Math.min(3840, 2.3 * Math.min(width, height)));
        expect(label.length, src).toBeGreaterThan(10);
      }
    });
  });
}

/** A picture of the app, as a manifest names it. */
interface Picture {
  src: string;
  sizes: string;
  type: string;
  form_factor: string;
  label: string;
}

/** The site from a port of its own, which can begin to serve the same files as a newer build under another address. */
class TwoBuilds {
  isNewer = false;

  private constructor(
    private readonly server: Server,
    readonly older: string,
  ) {}

  static async serve(): Promise<TwoBuilds> {
    const shell = await (await fetch(`${CALL_SANTA}/log-ind`)).text();
    const older = shell.match(/name="build" content="([^"]+)"/)![1];
    const server = createServer(async (request, answer) => {
      const asked = request.url!.replace(NEWER, older);
      const cookie = request.headers.cookie ?? "";
      const found = await fetch(CALL_SANTA + asked, { headers: { cookie } });
      const body = Buffer.from(await found.arrayBuffer());
      const headers = Object.fromEntries([...found.headers].filter(([name]) => !/encoding|length|connection/.test(name)));
      const isText = /html|javascript/.test(headers["content-type"] ?? "");
      const sent = site.isNewer && isText ? body.toString().replaceAll(older, NEWER) : body;
      // The style inside a page names the build, too, and the policy knows it by its hash.
      const style = sent.toString().match(/<style>(.*?)<\/style>/s)?.[1] ?? "";
      const allowed = `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`;
      const policy = headers["content-security-policy"]?.replace("style-src", allowed);
      answer.writeHead(found.status, policy ? { ...headers, "content-security-policy": policy } : headers);
      answer.end(sent);
    });
    await new Promise<void>((listening) => server.listen(0, "localhost", listening));
    const site = new TwoBuilds(server, older);
    return site;
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** The build that the page was made of. */
const shownBuild = (page: Page) => page.locator("meta[name=build]").getAttribute("content");

/** The build that the service worker in charge says it keeps. */
const runningBuild = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise((answered) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => answered(data);
        navigator.serviceWorker.controller!.postMessage("which build", [port2]);
      }),
  );
