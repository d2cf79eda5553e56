// After a call no word of it is anywhere: not in the browser, not in a database or a meter, not in a log.
import { expect, test } from "../stack/test.ts";
import { ledgerOf } from "../edge/database.ts";
import { traces, tracesInMeters } from "../edge/traces.ts";
import { Family, answered } from "./parent.ts";
import { latestReport } from "./reports.ts";

test("P3 R15: after a call no word of it is kept, in the browser, the databases, the meters or the logs", async () => {
  test.setTimeout(180_000);
  await Family.arrive("da", async (family) => {
    const { page } = family;
    await family.withChild("Alma", 7);
    await family.call();
    await answered(family);
    // The meter lives while the call does: what it knows then, and what its file still holds afterwards.
    expect(tracesInMeters(["Alma", "kælk", "m=audio", "a=fingerprint", "ek_", family.email])).toEqual([]);
    await page.getByRole("button", { name: family.say("call.hang_up") }).click();
    await expect(family.screen).toHaveAttribute("data-call", "ended");
    // Once it is settled nothing more is written of it.
    await expect.poll(() => ledgerOf(family.email).at(-1)).toMatch(/^charge/);
    const report = await latestReport();
    expect(report.refused).toEqual([]);
    expect(report.said.length).toBeGreaterThanOrEqual(2);
    // Every three words in a row that Santa said stand for what was said.
    const markers = report.said.flatMap((said) => {
      const words = said.split(/\s+/);
      return words.slice(2).map((_, n) => words.slice(n, n + 3).join(" "));
    });
    expect(markers.length).toBeGreaterThan(10);

    const kept = await page.evaluate(async () => {
      const databases = await indexedDB.databases();
      const stores = await Promise.all(
        (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
      );
      return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, databases, stores]);
    });
    for (const marker of markers) expect(kept).not.toContain(marker);
    // The rules of conduct and the opening are the product's own words and stand in its code, not in its data.
    expect(traces([...markers, "m=audio", "ek_"])).toEqual([]);
    expect(tracesInMeters([...markers, "Alma", "kælk", "m=audio", "a=fingerprint", "ek_", family.email])).toEqual([]);
  });
});
