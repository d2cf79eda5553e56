// A long call, and what it does to the page's memory. `soak.spec.ts` runs a short one with the journeys, `cargo xtask soak
// call` a long one.
import type { CDPSession } from "@playwright/test";
import { expect } from "@playwright/test";
import { inDatabase, ledgerOf } from "../edge/database.ts";
import { Family, answered } from "./parent.ts";
import { latestReport } from "./reports.ts";

const MB = 1024 * 1024;

export interface Soaked {
  seconds: number;
  /** What the page's own memory grew by after the settling time, script, DOM and WebAssembly together. */
  grown_mb: number;
  /** Answers of Santa's. */
  turns: number;
}

/** Lets a child talk with Santa for so long; the memory is compared with what it was after the settling time. */
export async function soak(talkSeconds: number, settleSeconds: number): Promise<Soaked> {
  let soaked: Soaked | undefined;
  await Family.arrive("da", async (family) => {
    const { page, screen } = family;
    await family.withChild("Alma", 7);
    await expect(page.getByRole("button", { name: family.say("before.start") })).toBeVisible();
    afford(family.email, 15);
    await page.reload();
    await family.call();
    const session = await page.context().newCDPSession(page);
    const began = Date.now();
    const until = async (seconds: number) => {
      while (Date.now() - began < seconds * 1000) {
        expect(await screen.getAttribute("data-call")).not.toBe("ended");
        await answered(family);
      }
    };
    await until(settleSeconds);
    const before = await memory(session);
    await until(settleSeconds + talkSeconds);
    const after = await memory(session);
    await page.getByRole("button", { name: family.say("call.hang_up") }).click();
    const minutes = Math.ceil((Date.now() - began) / 60_000);
    await expect.poll(() => ledgerOf(family.email).at(-1)).toMatch(/^charge -/);
    const charged = Number(ledgerOf(family.email).at(-1)!.slice("charge -".length));
    expect(Math.abs(charged - minutes)).toBeLessThanOrEqual(1);
    const report = await latestReport();
    expect(report.refused).toEqual([]);
    soaked = {
      seconds: settleSeconds + talkSeconds,
      grown_mb: Math.round(((after - before) / MB) * 100) / 100,
      turns: report.said.length,
    };
  });
  return soaked!;
}

/** Gives a family credits and calls as long as they may be. */
function afford(email: string, minutes: number): void {
  inDatabase((database) => {
    database
      .prepare(
        `INSERT INTO ledger (wallet_id, kind, credits, idempotency_key, created_at_ms)
         SELECT wallet_id, 'gift', ?, 'gift:soak:' || account_id, 0 FROM account_wallets
         JOIN accounts ON accounts.id = account_id WHERE email = ?`,
      )
      .run(minutes, email);
    database.prepare("UPDATE accounts SET call_minutes = ? WHERE email = ?").run(minutes, email);
  });
}

/** Bytes in use by the page after everything that can be let go of was. */
async function memory(session: CDPSession): Promise<number> {
  for (let round = 0; round < 3; round += 1) await session.send("HeapProfiler.collectGarbage");
  const usage = (await session.send("Runtime.getHeapUsage")) as unknown as Record<string, number>;
  return usage.usedSize! + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
}
