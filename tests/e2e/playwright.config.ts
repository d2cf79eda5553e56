// Every test that goes over HTTP or through a browser: journeys, the edge, conformance of the stand-in.
//
// `cargo xtask test journeys` builds what they need, runs the first three projects side by side and the last one alone. Each
// worker has a stack of its own (tests/stack/test.ts), so tests of one file may run side by side as well, unless it says that
// it needs its order.
import { defineConfig } from "@playwright/test";
import { WORK } from "../stack/address.ts";

/** Specs in which a browser is called by Santa: they wait far more than they compute. */
const CALLS = [
  "access_live", "call", "call_queue", "call_words", "company", "kid_mode", "mouth", "name_sound", "repair", "screens", "pseudo",
  "soak", "traces", "whole_screen",
].map((name) => `e2e/${name}.spec.ts`).concat("conformance/agents_realtime.spec.ts");
/** What measures time, and is disturbed by whatever runs beside it. */
const MEASURED = "e2e/lip_sync.spec.ts";
const WITHOUT_BROWSER = ["edge/**/*.spec.ts", "conformance/stripe.spec.ts", "redteam/**/*.spec.ts", "e2e/promises.spec.ts"];

export default defineConfig({
  testDir: "..",
  outputDir: `${WORK}/results`,
  workers: Number(process.env.CALL_SANTA_WORKERS ?? 1),
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["../stack/results_reporter.ts"]],
  projects: [
    { name: "calls", testMatch: CALLS },
    { name: "pages", testMatch: "e2e/**/*.spec.ts", testIgnore: [...CALLS, ...WITHOUT_BROWSER, MEASURED] },
    { name: "http", testMatch: WITHOUT_BROWSER },
    { name: "measured", testMatch: MEASURED },
  ],
});
