// Tells `cargo xtask test` what came of each test, a line of JSON as soon as it is over.
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import { appendFileSync } from "node:fs";
import { relative } from "node:path";
import { ROOT } from "./address.ts";

export default class ResultsReporter implements Reporter {
  private readonly file = process.env.CALL_SANTA_RESULTS;

  onTestEnd(test: TestCase, { status, duration }: TestResult): void {
    if (!this.file) return;
    const line = { file: relative(ROOT, test.location.file), title: test.title, status, seconds: duration / 1000 };
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }
}
