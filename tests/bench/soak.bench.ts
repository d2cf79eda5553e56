// `cargo xtask soak call`: a call as long as one may be, in real time.
import { expect, test } from "../stack/test.ts";
import { writeFileSync } from "node:fs";
import { soak } from "../e2e/soak.ts";

test("soak call", async () => {
  const seconds = Number(process.env.CALL_SANTA_SOAK_SECONDS ?? 860);
  const soaked = await soak(seconds - 60, 60);
  writeFileSync(process.env.CALL_SANTA_FIGURES!, JSON.stringify({ soak: "call", ...soaked }));
  expect(soaked.grown_mb, "growth after the first minute").toBeLessThan(5);
});
