// Pictures of every screen, for people to look at: taken on demand by `cargo xtask screens`, never by a suite.
import base from "../e2e/playwright.config.ts";

export default {
  ...base,
  projects: undefined,
  testDir: ".",
  testMatch: [process.env.CALL_SANTA_SCREENS_OF === "install" ? "install.ts" : "pictures.ts"],
  timeout: 20 * 60_000,
  reporter: [["list"]],
};
