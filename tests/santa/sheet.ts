// Writes a sheet (PNG, or WebP by the name) of Santa's studies: `node sheet.ts FOLDER OUT WIDTHxHEIGHT low|full [name,name… [night]]`.
import { writeFileSync } from "node:fs";
import { sheet, studio } from "./studio.ts";

export const NAMES = ["rest", "blink", "smile", "AA", "EE", "OO", "MM", "FF", "SS", "laugh", "surprised", "listening", "thinking",
  "waving", "list", "farewell"];

const [folder, out, size, tier, only, light] = process.argv.slice(2);
const [width, height] = size.split("x").map(Number);
const names = only ? only.split(",") : NAMES;
const { page, browser } = await studio(folder);
try {
  const columns = Math.min(names.length, 4);
  const type = out.endsWith(".webp") ? "image/webp" : "image/png";
  writeFileSync(out, await sheet(page, names, { width, height }, tier === "full", columns, type, undefined, light === "night"));
} finally {
  await browser.close();
}
