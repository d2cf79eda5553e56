// The seam between the app and its languages: in a language that nobody speaks every text on every screen stands in that
// language's brackets, and none loses an end although all are a third longer than in Danish.
import { type Page, expect, test } from "../stack/test.ts";
import { readFileSync } from "node:fs";
import { misfits } from "./asked/sizes.ts";
import { PSEUDO, pseudo, speakPseudo } from "./pseudo.ts";
import { TOURS, TYPED } from "./tour.ts";
import { Visitor } from "./visitor.ts";
import { sayFrom } from "./words.ts";

/** Names, which are the same in every language. */
const NAMES = ["Call Santa", "Dansk", "English", "Chrome", "Linux", "DK 00000000", "DKK"];
/** What the operator of a deployment writes. */
const OPERATORS = readFileSync(new URL("../stack/test.vars", import.meta.url), "utf8")
  .split("\n")
  .flatMap((line) => /^[A-Z_]+\s*=\s*"?([^"]*)"?$/.exec(line)?.[1] ?? [])
  .filter(Boolean);
const ADDRESS = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g;
/** How `Intl` writes months, days, lengths of time and money in Danish. */
const INTL = /\b(jan|feb|mar|marts|apr|april|maj|jun|juni|jul|juli|aug|sep|okt|nov|dec|januar|februar|august|september|oktober|november|december|kl|kr|t|min|sek|minut|minutter|sekund|sekunder|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)\b\.?/gi;

test.describe.configure({ timeout: 300_000 });

for (const tour of TOURS) {
  test(`every text of the tour ${tour.name} comes from a language file and has room to be longer`, async () => {
    const faults: string[] = [];
    await Visitor.arrive("da", async (visitor) => {
      const { page } = visitor;
      await speakPseudo(page);
      await tour.walk(visitor, "da", sayFrom(PSEUDO), async ({ name }) => {
        faults.push(...(await misfits(page, untranslated)).map((fault) => `${name} ${fault}`));
      });
    }, { serviceWorkers: "block" });
    expect(faults).toEqual([]);
  });
}

test("that language keeps what is filled in, and is a third longer", () => {
  expect(pseudo("Ring til {name}")).toMatch(/^⟦Rïñg tïl \{name\} .+⟧$/);
  const long = "Et videoopkald, hvor Julemanden kender dit barns navn og ønsker.";
  expect(pseudo(long).length).toBeGreaterThan(long.length * 1.3);
});

/** Texts that can be seen or heard and stand in no brackets. */
async function untranslated(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found = new Set<string>();
    // A child's own words after a call, which are nobody's text either.
    const quoted = [...document.querySelectorAll("q")].map((quote) => quote.textContent!);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      let block = node.parentElement!;
      // What Santa says or will say in the child's language, a child's own wish, and the letter that stands for a name are nobody's text.
      if (!node.textContent!.trim() || block.closest("script, style, noscript, .captions p, .shown-wish, .sentences [lang], [aria-hidden=true]")) continue;
      if (!block.checkVisibility({ visibilityProperty: true })) continue;
      while (getComputedStyle(block).display.startsWith("inline") && block.parentElement) block = block.parentElement;
      found.add(quoted.reduce((text, words) => text.replace(words, ""), block.textContent!));
    }
    for (const named of document.querySelectorAll("[aria-label], [placeholder], [alt], [title]")) {
      for (const attribute of ["aria-label", "placeholder", "alt", "title"]) found.add(named.getAttribute(attribute) ?? "");
    }
    found.add(document.title);
    return [...found];
  });
  return texts.filter((text) => /\p{Letter}{2}/u.test(outsideBrackets(text))).map((text) => `"${text.trim().slice(0, 80)}" is in no language file`);
}

/** What of a text nobody's language answers for. */
function outsideBrackets(text: string): string {
  let rest = text;
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, "");
  }
  for (const known of [...OPERATORS, ...NAMES, ...TYPED].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(known, "");
  return rest.replace(ADDRESS, "").replace(INTL, "");
}
