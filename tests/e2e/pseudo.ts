// A language that nobody speaks, made of the Danish texts as they are: accents on the letters, a third more of them, and
// brackets round each text. What stands on a screen without brackets was never translated; what has lost one was cut off.
//
// It lives in the tests' browser only, put in the place of the Danish files on their way; no build knows of it.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { type Texts, textsOf } from "./words.ts";

const OPEN = "⟦";
const CLOSE = "⟧";
/** How much longer than Danish a language may well be. */
const LONGER = 0.35;
const ACCENTS: Record<string, string> = { a: "à", e: "ë", i: "ï", o: "ô", u: "ü", y: "ý", n: "ñ", A: "À", E: "Ë", I: "Ï", O: "Ô", U: "Ü" };
const FILLING = "omtrent så meget mere ";

/** A text in that language; what is filled in stays as it is. */
export function pseudo(text: string): string {
  const accented = text.replace(/\{[^}]*\}|[a-zA-Z]/g, (part) => ACCENTS[part] ?? part);
  // Short words grow by at least their own length, as they do in life.
  const more = Math.ceil(text.length * (text.length < 12 ? 0.6 : LONGER));
  return `${OPEN}${accented} ${FILLING.repeat(Math.ceil(more / FILLING.length)).slice(0, more).trim()}${CLOSE}`;
}

/** The whole language file. */
export const PSEUDO: Texts = Object.fromEntries(
  Object.entries(textsOf("da")).map(([group, entries]) => [
    group,
    Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, pseudo(text)])),
  ]),
);

/** The long texts keep their form: a heading, a list's item and a paragraph stay what they are. */
function pseudoPaper(markdown: string): string {
  return markdown
    .split(/\n(?=\n|#|- |\? )/)
    .map((block) => {
      const [, before, mark, words, end] = /^(\s*)(#+ |- |)([^]*?)( \{#[\w-]+\})?\s*$/.exec(block)!;
      return words ? `${before}${mark}${OPEN}${words}${CLOSE}${end ?? ""}` : block;
    })
    .join("\n");
}

/** Has every page of this browser speak it. Service workers have to be blocked: they fetch by themselves. */
export async function speakPseudo(page: Page): Promise<void> {
  await page.route("**/locales/da.json", (route) => route.fulfill({ json: PSEUDO }));
  await page.route("**/locales/policy/*.da.md", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: pseudoPaper(await response.text()) });
  });
  await page.route(/\/(da\/|keeper\/offline)$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: inDocument(await response.text()) });
  });
}

/** The texts of a document that the build filled in, longest first, so that none is taken for a part of another. */
const IN_DOCUMENTS = [
  ...leaves(JSON.parse(readFileSync(new URL("../../app/locales/landing/da.json", import.meta.url), "utf8"))),
  ...Object.values(textsOf("da").offline),
].sort((a, b) => b.length - a.length);

function leaves(texts: unknown): string[] {
  if (typeof texts === "string") return [texts];
  return Object.values(texts as object).flatMap(leaves);
}

/** A document with its own texts in that language. What the edge fills in stands within them and stays as it is. */
function inDocument(html: string): string {
  const patterns = IN_DOCUMENTS.map((words) => new RegExp(words.split(/\{\{\w+\}\}/).map(literally).join("([^<]*?)")));
  return html.replace(/<(style|script)[^]*?<\/\1>|<[^>]*>|[^<]+/g, (piece) => {
    if (piece.startsWith("<meta") || !piece.trim()) return piece;
    if (piece.startsWith("<")) {
      return piece.replace(/ (alt|aria-label)="([^"]+)"/g, (whole, name, words) => (IN_DOCUMENTS.includes(words) ? ` ${name}="${pseudo(words)}"` : whole));
    }
    const done: string[] = [];
    let rest = piece;
    for (const pattern of patterns) {
      // A text that is found is put aside, so that a shorter one does not find itself in it.
      rest = rest.replace(pattern, (found) => `\u0001${done.push(pseudo(found)) - 1}\u0001`);
    }
    return rest.replace(/\u0001(\d+)\u0001/g, (_, index) => done[Number(index)]);
  });
}

/** A text as a pattern that finds it in HTML. */
function literally(words: string): string {
  const inHtml = words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return inHtml.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/"/g, '(?:"|&quot;)').replace(/'/g, "(?:'|&#39;)");
}
