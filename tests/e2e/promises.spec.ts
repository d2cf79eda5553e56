// That no promise is without a row, and no row without a test that exists and is run.
import { expect, test } from "../stack/test.ts";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, type Row, promises } from "./promises.ts";

const range = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${letter}${from + index}`);
/** What the product answers for. */
const SCOPE = [...range("P", 1, 28), ...range("R", 1, 33), ...range("A", 1, 5)];

test("every promise and requirement has exactly one row, in their order", () => {
  expect(promises().map(({ id }) => id)).toEqual(SCOPE);
});

test("every test that a promise names exists and belongs to a suite", () => {
  const missing: string[] = [];
  for (const { id, open, proofs } of promises()) {
    if (!open && proofs.length === 0) missing.push(`${id} names no test`);
    if (open === "") missing.push(`${id} does not say what is missing`);
    for (const { file, name } of proofs) {
      const path = join(ROOT, file);
      const source = existsSync(path) ? readFileSync(path, "utf8") : "";
      // A macro may write a native test; that each ran and passed is checked by what `cargo test` prints.
      const isNative = file.endsWith(".rs");
      const isRun = isNative || /^tests\/(e2e|edge|conformance|redteam)\/\w+\.spec\.ts$/.test(file);
      const isThere = isNative
        ? new RegExp(`\\b${name}\\b`).test(source)
        : source.includes(`test("${name}"`) || source.includes(`test(\`${name}\``);
      if (!isRun || !isThere) missing.push(`${id}: ${file} ${name}`);
    }
  }
  expect(missing).toEqual([]);
  const open = promises().filter((row) => row.open);
  for (const { id, open: missing } of open) console.log(`    ${id} is open: ${missing}`);
});

/** Whether a row has a test of the rules of conduct, or only such as look at what goes to the model. */
const isToldToTheModel = ({ proofs }: Row) =>
  proofs.some(({ name }) => name === "every_rule_of_conduct_is_told_in_every_language") ||
  (proofs.length > 0 && proofs.every(({ file }) => /^(domain\/src\/persona|tests\/redteam)\//.test(file)));

test("what is only told to the model is called that", () => {
  const told = promises().filter(isToldToTheModel);
  expect(told.map(({ id }) => id)).toEqual(expect.arrayContaining(["R5", "R7", "R8", "R9", "R10", "R12", "R13", "R27", "R32"]));
  expect(told.filter(({ what }) => !/\bis told\b/.test(what)).map(({ id, what }) => `${id}: ${what}`)).toEqual([]);
});
