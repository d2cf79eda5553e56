// The app's own words, so that a journey finds a button by what a person reads on it.
import { readFileSync } from "node:fs";

export type Language = "da" | "en";
/** Puts the text under `group.key` into words. */
export type Say = (key: string, values?: Record<string, string>) => string;
export type Texts = Record<string, Record<string, string>>;

const tables = { da: textsOf("da"), en: textsOf("en") };

/** A language file as it stands. */
export function textsOf(language: Language): Texts {
  return JSON.parse(readFileSync(new URL(`../../app/locales/${language}.json`, import.meta.url), "utf8"));
}

/** How a language file speaks. */
export function sayFrom(texts: Texts): Say {
  return (key, values = {}) => {
    const [group, name] = key.split(".");
    const text = texts[group]?.[name];
    if (text === undefined) throw new Error(`no words for ${key}`);
    return Object.entries(values).reduce((filled, [slot, value]) => filled.replace(`{${slot}}`, value), text);
  };
}

/** The text under `group.key`, its placeholders filled. */
export function words(language: Language, key: string, values: Record<string, string> = {}): string {
  return sayFrom(tables[language])(key, values);
}
