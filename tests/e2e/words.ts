// The app's own words, so that a journey finds a button by what a person reads on it.
import { readFileSync, readdirSync } from "node:fs";

const FOLDER = new URL("../../app/locales/", import.meta.url);

/** Every language of the app. */
export const LANGUAGES = ["da", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

// Whoever adds a language is told here that no journey goes through it yet.
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json")).sort();
if (files.join() !== LANGUAGES.map((language) => `${language}.json`).join()) throw new Error(`the app speaks ${files}, and the tests ${LANGUAGES}`);

/** Puts the text under `group.key` into words. */
export type Say = (key: string, values?: Record<string, string>) => string;
export type Texts = Record<string, Record<string, string>>;

const tables = Object.fromEntries(LANGUAGES.map((language) => [language, textsOf(language)])) as Record<Language, Texts>;

/** A language file as it stands. */
export function textsOf(language: Language): Texts {
  return JSON.parse(readFileSync(new URL(`${language}.json`, FOLDER), "utf8"));
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
