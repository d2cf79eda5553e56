// OpenAI says no, or nothing: each case has its own refusal, and the hold is back at once.
import { expect, test } from "../stack/test.ts";
import { ledgerOf } from "./database.ts";
import { withFault } from "./north_pole.ts";
import { Parent } from "./parent.ts";

const TABLE = [
  { mint: "refuse", status: 502, code: "voice_misconfigured" },
  { mint: "rate_limit", status: 503, code: "voice_busy" },
  { mint: "insufficient_quota", status: 502, code: "voice_quota_exhausted" },
  { mint: "server_error", status: 503, code: "voice_unavailable" },
  { mint: "timeout", status: 503, code: "voice_unavailable" },
];

for (const { mint, status, code } of TABLE) {
  test(`minting fails by ${mint}`, async () => {
    const { parent, child } = await Parent.withChild();
    await withFault({ mint }, async () => {
      const refused = await parent.start(child);
      expect([refused.status, refused.code]).toEqual([status, code]);
    });
    expect(await parent.balance()).toBe(5);
    expect(ledgerOf(parent.email)).toEqual(["gift +5", "hold -5", "release +5"]);
    expect(await parent.latestCall()).toMatchObject({ charged: 0, seconds: 0, reason: "voice_failed" });

    // It was our doing, so it uses up none of the parent's free failures, and the next call goes through.
    for (let n = 0; n < 3; n++) {
      const started = await parent.start(child);
      expect(started.status).toBe(201);
      expect((await parent.end(started.body.call, "failed_to_connect")).body.charged).toBe(0);
    }
  });
}
