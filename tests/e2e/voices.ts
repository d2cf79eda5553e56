// Voices, spoken by the stand-in: for a microphone that a test opens, or as a file that Chromium takes for one.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NORTH_POLE, WORK } from "../stack/address.ts";
import type { Language } from "./words.ts";

const RATE = 48_000;

/** What a child has to say. */
export const SENTENCES: Record<Language, [first: string, second: string]> = {
  da: ["Hej Julemand! Jeg ønsker mig en rød cykel med en klokke.", "Ja, og min kat hedder Mis, og hun er helt sort."],
  en: ["Hello Santa! I would like a red bicycle with a bell.", "Yes, and my cat is called Mis, and she is all black."],
};

export const silence = (seconds: number) => new Int16Array(Math.round(RATE * seconds));

/** The sound of a sentence. */
export async function spoken(text: string, language: string, voice: "child" | "santa" = "child"): Promise<Int16Array> {
  const url = `${NORTH_POLE}/voice.wav?voice=${voice}&language=${language}&text=${encodeURIComponent(text)}`;
  const wav = Buffer.from(await (await fetch(url)).arrayBuffer());
  if (wav.readUInt32LE(24) !== RATE) throw new Error("the voice has another rate than the file");
  const samples = wav.subarray(44);
  return new Int16Array(samples.buffer.slice(samples.byteOffset, samples.byteOffset + (samples.length & ~1)));
}

export function wav(parts: Int16Array[]): Buffer {
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, ...parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))]);
}

/** A microphone's file: quiet through the greeting, then each sentence with time for Santa's answer, then over again. */
export async function microphoneFile(language: Language, sentences: readonly string[]): Promise<string> {
  const parts: Int16Array[] = [silence(14)];
  for (const sentence of sentences) parts.push(await spoken(sentence, language), silence(12));
  mkdirSync(WORK, { recursive: true });
  const file = join(WORK, `child-${language}-${process.pid}.wav`);
  writeFileSync(file, wav(parts));
  return file;
}
