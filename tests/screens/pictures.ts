// Takes the pictures. What is wanted comes by variables from `cargo xtask screens`: `some` (Danish, light, a phone and a
// tablet), `all` (every size, both languages, light and dark) or `pseudo` (the language that shows what nobody translated).
import { test } from "../stack/test.ts";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { settled } from "../e2e/asked/fit.ts";
import { PSEUDO, speakPseudo } from "../e2e/pseudo.ts";
import { TOURS } from "../e2e/tour.ts";
import { Visitor } from "../e2e/visitor.ts";
import { sayFrom, textsOf } from "../e2e/words.ts";
import { type Picture, writeIndex } from "./gallery.ts";

const FOLDER = process.env.CALL_SANTA_SCREENS!;
const WANTED = process.env.CALL_SANTA_SCREENS_OF ?? "some";

const PHONE = { width: 390, height: 844 };
const TABLET = { width: 1180, height: 820 };
const SIZES = WANTED === "all" ? [PHONE, { width: 820, height: 1180 }, TABLET, { width: 1440, height: 900 }] : [PHONE, TABLET];
const THEMES = WANTED === "all" ? (["light", "dark"] as const) : (["light"] as const);
const SPEAKERS = {
  some: [{ tongue: "da", language: "da" }],
  all: [{ tongue: "da", language: "da" }, { tongue: "en", language: "en" }],
  pseudo: [{ tongue: "pseudo", language: "da" }],
} as const;

const taken: Picture[] = [];

test.beforeAll(() => {
  rmSync(join(FOLDER, WANTED), { recursive: true, force: true });
});
test.afterAll(() => writeIndex(FOLDER, WANTED, taken));

for (const { tongue, language } of SPEAKERS[WANTED as keyof typeof SPEAKERS]) {
  const isPseudo = tongue === "pseudo";
  for (const tour of TOURS) {
    test(`${tour.name} (${tongue})`, async () => {
      const options = { serviceWorkers: isPseudo ? ("block" as const) : ("allow" as const) };
      await Visitor.arrive(language, async (visitor) => {
        const { page } = visitor;
        if (isPseudo) await speakPseudo(page);
        const say = sayFrom(isPseudo ? PSEUDO : textsOf(language));
        await tour.walk(visitor, language, say, async ({ name }) => {
          for (const theme of THEMES) {
            for (const size of SIZES) {
              await page.setViewportSize(size);
              await page.emulateMedia({ reducedMotion: "reduce", colorScheme: theme });
              await settled(page);
              const file = `${WANTED}/${tour.name}/${name}-${tongue}-${theme}-${size.width}x${size.height}.png`;
              mkdirSync(join(FOLDER, WANTED, tour.name), { recursive: true });
              // A call fills its window; a longer page is shown to its end.
              await page.screenshot({ path: join(FOLDER, file), fullPage: name !== "call" });
              taken.push({ tour: tour.name, screen: name, tongue, theme, ...size, file });
            }
          }
        });
      }, options);
    });
  }
}
