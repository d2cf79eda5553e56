// R26: the points of OWASP ASVS 5.0 on signing in and sessions that we promise to keep, each with the test that keeps it.
//
// A point whose test lies elsewhere is only looked up here, so that a test can't be renamed or removed unnoticed; what
// no other file is about is tested here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../stack/test.ts";
import { codeFor } from "./north_pole.ts";
import { Browser } from "./http.ts";
import { freshAddress, Parent } from "./parent.ts";

const POINTS: [point: string, file: string, title: string][] = [
  ["6.3.8 nobody learns who has an account, by a code", "sign_in.spec.ts", "an address with an account is answered like one without"],
  ["6.3.8 nobody learns who has an account, by a passkey", "passkeys.spec.ts", "R26: who has a passkey can't be learnt from a challenge or a refusal"],
  ["6.5.1 a code works once", "sign_in.spec.ts", "a code works once"],
  ["6.5.1 a code works once, also for two at the same moment", "sign_in.spec.ts", "of two that enter the same code at once, one gets in"],
  ["6.5.5 a code lives ten minutes at most", "sign_in.spec.ts", "a code is too old after ten minutes"],
  ["6.6.2 a code belongs to the request that it was sent for", "sign_in.spec.ts", "a code belongs to the browser that asked for it"],
  ["6.6.3 a code can't be guessed by trying", "sign_in.spec.ts", "after five wrong tries the right code is refused too"],
  ["6.3.1 a network can't try without end", "sign_in.spec.ts", "a network that tries too often is asked to wait"],
  ["6.3.1 an address can't be flooded", "sign_in.spec.ts", "R26: an address gets twenty codes an hour from all networks together"],
  ["6.3.1 a stranger can't lock a parent out", "sign_in.spec.ts", "R26: a network gets five codes an hour for an address, and takes none from the parent elsewhere"],
  ["6.3.3 a passkey that asks for its owner lets in", "passkeys.spec.ts", "R26: a passkey is added and signs in (${kind})"],
  ["6.3.3 a passkey is offered", "../e2e/passkey.spec.ts", "R26: a passkey is offered after the first call, made, used, renamed and removed"],
  ["6.5.1 a challenge is answered once", "passkeys.spec.ts", "R26: a challenge is answered once, by a failed attempt too"],
  ["7.2.4 a sign-in by code gives a new token and ends the old one", "sign_in.spec.ts", "signing in gives a new session and ends the former one"],
  ["7.2.4 a sign-in by passkey gives a new token and ends the old one", "passkeys.spec.ts", "R26: signing in with a passkey gives a new session and ends the former one"],
  ["7.2.4 pairing gives a new token and ends the old one", "pairing.spec.ts", "R26: pairing gives a new token and ends the session that the browser had"],
  ["6.5.1 an invitation works once", "pairing.spec.ts", "R6: an invitation works once, by key or by code, and for one of two at the same moment"],
  ["6.5.4, 6.6.3 six digits can't be guessed by trying", "pairing.spec.ts", "R6: five wrong codes close the typing for a network, twenty for everybody, and the QR code works on"],
  ["7.3.1 a paired device that is idle ends", "pairing.spec.ts", "R26: a paired device that is used stays past 90 days, one that is not ends after 90"],
  ["7.3.1, 7.3.2 a session ends when idle and in any case", "sign_in.spec.ts", "a session ends after 30 idle days, and after 90 days in any case"],
  ["7.4.1 a session ends at the edge", "sign_in.spec.ts", "signing out ends the session at the edge, not only in the browser"],
  ["7.5.1 the address changes on a fresh proof", "email_change.spec.ts", "R26: without the right proof nothing is sent to the new address"],
  ["7.5.1 a passkey is added on a fresh proof", "passkeys.spec.ts", "R26: ten minutes after the sign-in a passkey is added on a fresh proof only, by code or by passkey"],
  ["7.5.1 a passkey is removed on a fresh proof", "passkeys.spec.ts", "R26: ten minutes after the sign-in a passkey is removed on a fresh proof only"],
  ["7.5.3 the account is deleted on a fresh code", "deletion.spec.ts", "R26: an account is deleted on a fresh code only"],
  ["7.5.3 or on a passkey's answer for just that", "deletion.spec.ts", "R26: an account is deleted on a passkey's answer to a challenge for that, and on no other"],
  ["7.5.3 kid mode is left on a fresh code", "kid_mode.spec.ts", "R26: a forgotten PIN: a fresh code by mail takes the tablet back, once and on this tablet only"],
  ["7.5.3 kid mode is left on a passkey", "kid_mode.spec.ts", "R26: a forgotten PIN: a passkey takes the tablet back, by a challenge of this tablet's own"],
  ["6.6.2 a proof by passkey belongs to the session that asked", "passkeys.spec.ts", "R26: a proof by passkey is this account's, this session's, and good once"],
  ["7.4.3 other sessions end with a change of address", "email_change.spec.ts", "R26: the address changes on a proof by the old one and a code to the new one, and other sessions end"],
  ["6.3.7 a parent is told of a passkey that comes or goes", "passkeys.spec.ts", "R26: a parent is told by mail when a passkey is added and when one is removed"],
  ["6.3.8 nobody learns who has an account, by moving to an address", "email_change.spec.ts", "R26: an address that is taken is answered like a free one, and the person there is told"],
  ["3.3.1, 3.3.4 cookies are kept from scripts and other sites", "sign_in.spec.ts", "cookies are out of reach of scripts and of other sites"],
  ["3.3.1, 3.3.3 behind https cookies are bound to the host", "production.spec.ts", "without confirmed zero data retention no child is called, and the cookies are bound to the host"],
  ["3.3.3 so is the cookie of a passkey's challenge", "production.spec.ts", "R26: behind https a passkey signs in by a cookie that is bound to the host"],
  ["11.4.2 secrets are kept as hashes only", "sign_in.spec.ts", "neither a code nor a token nor a network address is stored"],
  ["8.2.2 another account's passkey is out of reach", "passkeys.spec.ts", "R16: another account's passkey is not found and stays as it was"],
];

for (const [point, file, title] of POINTS) {
  test(`R26: ASVS ${point}`, () => {
    const source = readFileSync(join(import.meta.dirname, file), "utf8");
    const quotes = ['"', "`"].map((quote) => `test(${quote}${title}${quote}, `);
    expect(quotes.filter((start) => source.includes(start)), `${file} has the test "${title}"`).toHaveLength(1);
  });
}

test("R26: ASVS 7.2.3 every token has 128 random bits or more, and is another one each time", async () => {
  const tokens: string[] = [];
  for (let n = 0; n < 3; n++) {
    const browser = new Browser();
    const email = freshAddress();
    await browser.post("/api/sign-in/code", { email, language: "da" });
    tokens.push(browser.cookies.get("pending")!);
    await browser.post("/api/sign-in", { code: await codeFor(email) });
    tokens.push(browser.cookies.get("session")!);
    const { challenge } = (await browser.post("/api/sign-in/passkey/challenge")).body;
    tokens.push(browser.cookies.get("passkey")!, Buffer.from(challenge, "base64url").toString("hex"));
    const invitation = (await browser.post("/api/passkeys/challenge", {})).body;
    tokens.push(Buffer.from(invitation.challenge, "base64url").toString("hex"));
  }
  for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(tokens).size).toBe(15);
  // A token that counted or kept a pattern would share its beginning or its end with another.
  for (const part of [0, 48]) expect(new Set(tokens.map((token) => token.slice(part, part + 16))).size).toBe(15);
});

test("R26: ASVS 7.4.1 a session that was signed out adds no passkey", async () => {
  const { browser } = await Parent.signedIn();
  const token = browser.cookies.get("session")!;
  await browser.post("/api/sign-out");
  const copy = new Browser();
  copy.cookies.set("session", token);
  for (const path of ["/api/passkeys/challenge", "/api/passkeys"]) {
    expect((await copy.post(path, {})).code).toBe("sign_in_needed");
  }
});
