// That no promise is without a row, and no row without a test that exists and is run.
import { expect, test } from "@playwright/test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, promises } from "./promises.ts";

const range = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${letter}${from + index}`);
/** What the product answers for so far. */
const SCOPE = [
  ...range("P", 1, 28),
  ...["R1", "R2", "R3", "R4", "R5", "R6", "R8", "R10", "R11", "R12", "R13", "R14", "R15", "R16", "R17", "R18", "R19", "R20", "R21", "R22", "R23", "R26", "R27", "R28", "R29"],
  ...range("A", 1, 5),
];
/** Crates whose own tests `cargo xtask test` runs, as `xtask/src/test/mod.rs` lists them. */
const NATIVE = readFileSync(join(ROOT, "xtask/src/test/mod.rs"), "utf8")
  .match(/const NATIVE[^=]*= \[([^\]]+)\]/)![1]
  .match(/\w+/g)!;

test("every promise and requirement of the scope has exactly one row", () => {
  const ids = promises().map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(SCOPE.filter((id) => !ids.includes(id))).toEqual([]);
});

test("every test that a promise names exists and belongs to a suite", () => {
  const missing: string[] = [];
  for (const { id, open, proofs } of promises()) {
    if (!open && proofs.length === 0) missing.push(`${id} names no test`);
    for (const { file, name } of proofs) {
      const path = join(ROOT, file);
      const source = existsSync(path) ? readFileSync(path, "utf8") : "";
      const isNative = file.endsWith(".rs");
      const isRun = isNative ? NATIVE.includes(file.split("/")[0]) : /^tests\/(e2e|edge|conformance|redteam)\/\w+\.spec\.ts$/.test(file);
      const isThere = isNative
        ? new RegExp(`#\\[test\\]\\s+fn ${name}\\(`).test(source)
        : source.includes(`test("${name}"`) || source.includes(`test(\`${name}\``);
      if (!isRun || !isThere) missing.push(`${id}: ${file} ${name}`);
    }
  }
  expect(missing).toEqual([]);
  const open = promises().filter((row) => row.open);
  if (open.length > 0) console.log(`    still open: ${open.map(({ id }) => id).join(", ")}`);
});
