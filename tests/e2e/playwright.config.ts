// Every test that goes over HTTP or through a browser: journeys, the edge, conformance of the stand-in.
//
// `cargo xtask test journeys` starts the stack and sets the addresses. One worker: on two cores a second call at the same
// time would measure the machine and not the product.
import { defineConfig } from "@playwright/test";

const work = process.env.CALL_SANTA_WORK ?? "../../target/xtask/journeys";

export default defineConfig({
  testDir: "..",
  testMatch: ["e2e/**/*.spec.ts", "edge/**/*.spec.ts", "conformance/**/*.spec.ts", "redteam/**/*.spec.ts"],
  outputDir: `${work}/results`,
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["./promises_reporter.ts"]],
  use: {
    baseURL: process.env.CALL_SANTA_URL ?? "http://localhost:8797",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--autoplay-policy=user-gesture-required",
      ],
    },
  },
});
