// The pictures that a device shows before the app is installed: the manifests name them, with the size of each, and this takes
// them from the running app. Its own picture is put away in the call, for there is no child before this camera.
import { type Page, expect, test } from "../stack/test.ts";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { settled } from "../e2e/asked/fit.ts";
import { ROOT } from "../e2e/promises.ts";
import { TOURS } from "../e2e/tour.ts";
import { Visitor } from "../e2e/visitor.ts";
import { LANGUAGES, words } from "../e2e/words.ts";

const PUBLIC = join(ROOT, "public");
/** Which tour comes by a screen. */
const SCREENS = { "home-four": "buying", call: "calling" };
/** How many pixels of the picture one of the page's has. */
const SCALE = { narrow: 2, wide: 1 };
/** A picture may weigh so many bytes; the best quality that does is taken. */
const LIMIT = 60_000;

interface Named {
  src: string;
  sizes: string;
  form_factor: keyof typeof SCALE;
}

for (const language of LANGUAGES) {
  const manifest = JSON.parse(readFileSync(join(PUBLIC, `manifest.${language}.webmanifest`), "utf8"));
  for (const { src, sizes, form_factor } of manifest.screenshots as Named[]) {
    test(src, async () => {
      const screen = src.match(/(?:narrow|wide)-([\w-]+)\.webp$/)![1] as keyof typeof SCREENS;
      const tour = TOURS.find(({ name }) => name === SCREENS[screen])!;
      const scale = SCALE[form_factor];
      const [width, height] = sizes.split("x").map((side) => Number(side) / scale);
      let isTaken = false;
      await Visitor.arrive(
        language,
        async (visitor) => {
          const { page } = visitor;
          await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
          await tour.walk(visitor, language, (key, values) => words(language, key, values), async ({ name }) => {
            if (name !== screen) return;
            if (name === "call") {
              await page.locator(".own-picture").click();
              // A whole line of his, and not its first word.
              await expect.poll(async () => (await page.locator(".captions").innerText()).length).toBeGreaterThan(30);
            }
            await settled(page);
            const file = join(PUBLIC, src);
            mkdirSync(dirname(file), { recursive: true });
            writeFileSync(file, await picture(page, width, height, scale));
            isTaken = true;
          });
        },
        { viewport: { width, height }, deviceScaleFactor: scale, serviceWorkers: "block" },
      );
      expect(isTaken).toBe(true);
    });
  }
}

/** The window as WebP, which Playwright itself does not write. */
async function picture(page: Page, width: number, height: number, scale: number): Promise<Buffer> {
  const devtools = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, width, height, scale };
  for (let quality = 90; quality > 0; quality -= 5) {
    const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality, clip });
    const bytes = Buffer.from(data, "base64");
    if (bytes.length <= LIMIT) {
      console.log(`    ${bytes.length} bytes at quality ${quality}`);
      return bytes;
    }
  }
  throw new Error("no quality is small enough");
}
