// The app's own words, so that a journey finds a button by what a person reads on it.
import { readFileSync } from "node:fs";

export type Language = "da" | "en";

const tables = { da: table("da"), en: table("en") };

function table(language: Language): Record<string, Record<string, string>> {
  return JSON.parse(readFileSync(new URL(`../../app/locales/${language}.json`, import.meta.url), "utf8"));
}

/** The text under `group.key`, its placeholders filled. */
export function words(language: Language, key: string, values: Record<string, string> = {}): string {
  const [group, name] = key.split(".");
  const text = tables[language][group]?.[name];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return Object.entries(values).reduce((filled, [slot, value]) => filled.replace(`{${slot}}`, value), text);
}
