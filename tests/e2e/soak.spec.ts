// A minute of talk leaves the page's memory where it was. The long form is `cargo xtask soak call`.
import { expect, test } from "../stack/test.ts";
import { soak } from "./soak.ts";

test("a minute of talk lets the page's memory grow by less than 5 MB", async () => {
  test.setTimeout(240_000);
  const soaked = await soak(60, 25);
  console.log(`    ${JSON.stringify(soaked)}`);
  expect(soaked.turns).toBeGreaterThanOrEqual(4);
  expect(soaked.grown_mb).toBeLessThan(5);
});
