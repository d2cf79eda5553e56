// Benches and soaks that need a browser: run on demand by `cargo xtask bench` and `cargo xtask soak`, never by a suite.
import base from "../e2e/playwright.config.ts";

export default {
  ...base,
  projects: undefined,
  testDir: ".",
  testMatch: [`${process.env.CALL_SANTA_BENCH ?? "none"}.bench.ts`],
  timeout: 30 * 60_000,
  reporter: [["list"]],
};
