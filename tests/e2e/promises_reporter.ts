// After a full run: that every test which a promise names has run and passed. A test that is skipped proves nothing.
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import { relative } from "node:path";
import { ROOT, promises } from "./promises.ts";
import { TOURS } from "./tour.ts";

/** What the name of a test may leave open, and what stands there in a run. */
const OPEN = { "${language}": ["da", "en"], "${tour.name}": TOURS.map(({ name }) => name) };

/** The names under which a test runs. */
const named = (name: string): string[] =>
  Object.entries(OPEN).reduce(
    (names, [mark, values]) => names.flatMap((name) => (name.includes(mark) ? values.map((value) => name.replace(mark, value)) : [name])),
    [name],
  );

export default class PromisesReporter implements Reporter {
  private readonly passed = new Set<string>();

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === "passed") this.passed.add(`${relative(ROOT, test.location.file)} ${test.title}`);
  }

  async onEnd(): Promise<{ status?: FullResult["status"] } | undefined> {
    // Single specs, run by hand, prove single things.
    if (!process.env.CALL_SANTA_WHOLE_RUN) return undefined;
    const unproven = promises().flatMap(({ id, proofs }) =>
      proofs
        .filter(({ file }) => file.endsWith(".ts"))
        .flatMap(({ file, name }) =>
          named(name)
            .map((test) => `${file} ${test}`)
            .filter((test) => !this.passed.has(test))
            .map((test) => `${id}: ${test}`),
        ),
    );
    if (unproven.length === 0) return undefined;
    console.log(`\nPromises whose tests did not run or did not pass:\n  ${unproven.join("\n  ")}`);
    return { status: "failed" };
  }
}
