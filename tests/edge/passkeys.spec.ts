// Passkeys: what the edge believes, and that a refusal says nothing about who has one.
import { expect, test } from "../stack/test.ts";
import { Authenticator, base64url, type Lies } from "./authenticator.ts";
import { rows } from "./database.ts";
import { type Answer, Browser, cron, MINUTE, forward } from "./http.ts";
import { mailTo } from "./north_pole.ts";
import { Parent } from "./parent.ts";
import { confirmingCode, invited, passkeyProof, withPasskey } from "./proof.ts";

const ID = /^[0-9a-f]{32}$/;

async function challenged(browser = new Browser()) {
  const asked = await browser.post("/api/sign-in/passkey/challenge");
  expect(asked.status).toBe(200);
  return { browser, asked: asked.body };
}

/** Tries to sign in from a browser of its own. */
async function attempt(authenticator: Authenticator, lies: Lies = {}): Promise<Answer & { browser: Browser }> {
  const { browser, asked } = await challenged();
  const answer = await browser.post("/api/sign-in/passkey", authenticator.assertion(asked, lies));
  return { ...answer, browser };
}

const REFUSED = [422, "passkey_refused"];
const told = ({ status, code }: Answer) => [status, code];

for (const kind of ["ES256", "RS256"] as const) {
  test(`R26: a passkey is added and signs in (${kind})`, async () => {
    const { parent, authenticator, key } = await withPasskey(new Authenticator(kind));
    expect(key).toEqual({ id: expect.stringMatching(ID), name: "iPad", created_at_ms: expect.any(Number), used_at_ms: null });
    const entered = await attempt(authenticator);
    expect(entered.status).toBe(200);
    expect(entered.body.account.email).toBe(parent.email);
    expect(entered.browser.cookies.has("passkey")).toBe(false);
    expect((await entered.browser.get("/api/overview")).status).toBe(200);
    const [listed] = (await parent.browser.get("/api/passkeys")).body;
    expect(listed).toEqual({ ...key, used_at_ms: expect.any(Number) });
  });
}

test("R26: a passkey is renamed and removed, and then lets nobody in", async () => {
  const { parent, authenticator, key } = await withPasskey();
  const path = `/api/passkeys/${key.id}`;
  expect((await parent.browser.put(path, { name: "  Mors telefon " })).status).toBe(204);
  expect((await parent.browser.get("/api/passkeys")).body).toMatchObject([{ id: key.id, name: "Mors telefon" }]);
  for (const name of ["", "   ", "x".repeat(41)]) {
    expect(told(await parent.browser.put(path, { name }))).toEqual([422, "invalid_passkey_name"]);
  }
  expect((await parent.browser.post(`${path}/removal`, {})).status).toBe(204);
  expect((await parent.browser.get("/api/passkeys")).body).toEqual([]);
  expect(told(await attempt(authenticator))).toEqual(REFUSED);
  expect(told(await parent.browser.post(`${path}/removal`, {}))).toEqual([404, "not_found"]);
});

test("R26: signing in with a passkey gives a new session and ends the former one", async () => {
  const { parent, authenticator } = await withPasskey();
  const former = parent.browser.cookies.get("session")!;
  const { asked } = await challenged(parent.browser);
  expect((await parent.browser.post("/api/sign-in/passkey", authenticator.assertion(asked))).status).toBe(200);
  expect(parent.browser.cookies.get("session")).not.toBe(former);
  const old = new Browser();
  old.cookies.set("session", former);
  expect((await old.get("/api/overview")).status).toBe(401);
});

const LIES: [string, Lies][] = [
  ["for the other ceremony", { type: "webauthn.create" }],
  ["to another challenge", { challenge: base64url(Buffer.alloc(32, 7)) }],
  ["made on another page", { origin: "https://callsanta.example" }],
  ["made in a foreign frame", { crossOrigin: true }],
  ["for another site", { site: "callsanta.example" }],
  ["without anybody there", { present: false }],
  ["without user verification", { verified: false }],
  ["for a credential that nobody has", { credential: base64url(Buffer.alloc(16, 7)) }],
  ["for another user", { user: base64url(Buffer.from("0".repeat(32))) }],
  ["without a user", { user: "" }],
];

for (const [what, lies] of LIES) {
  test(`R26: an assertion ${what} is refused, in the same words as any other`, async () => {
    const { authenticator } = await withPasskey();
    expect(told(await attempt(authenticator, lies))).toEqual(REFUSED);
    expect((await attempt(authenticator)).status).toBe(200);
  });
}

test("R26: a registration that lies is refused", async () => {
  const parent = await Parent.signedIn();
  const others = LIES.filter(([, lies]) => !("user" in lies) && !("type" in lies));
  for (const [what, lies] of [...others, ["for the other ceremony", { type: "webauthn.get" }] as const]) {
    const body = new Authenticator().registration(await invited(parent), "iPad", lies);
    expect([what, ...told(await parent.browser.post("/api/passkeys", body))]).toEqual([what, ...REFUSED]);
  }
  const kind = new Authenticator("ES384").registration(await invited(parent));
  expect(told(await parent.browser.post("/api/passkeys", kind))).toEqual(REFUSED);
  expect((await parent.browser.get("/api/passkeys")).body).toEqual([]);
});

test("R26: another passkey's signature does not fit", async () => {
  const { authenticator } = await withPasskey();
  const { browser, asked } = await challenged();
  const stolen = new Authenticator().assertion(asked, { user: authenticator.user });
  const answer = await browser.post("/api/sign-in/passkey", { ...stolen, credential: base64url(authenticator.credential) });
  expect(told(answer)).toEqual(REFUSED);
});

test("R26: a challenge is answered once, by a failed attempt too", async () => {
  const { authenticator } = await withPasskey();
  const { browser, asked } = await challenged();
  const cookie = browser.cookies.get("passkey")!;
  const right = authenticator.assertion(asked);
  expect((await browser.post("/api/sign-in/passkey", right)).status).toBe(200);
  browser.cookies.set("passkey", cookie);
  expect(told(await browser.post("/api/sign-in/passkey", right))).toEqual(REFUSED);

  const second = await challenged();
  const wrong = authenticator.assertion(second.asked, { verified: false });
  expect(told(await second.browser.post("/api/sign-in/passkey", wrong))).toEqual(REFUSED);
  expect(told(await second.browser.post("/api/sign-in/passkey", authenticator.assertion(second.asked)))).toEqual(REFUSED);
});

test("R26: of the same assertion sent four times at once, one gets in", async () => {
  const { authenticator } = await withPasskey();
  const { browser, asked } = await challenged();
  const body = authenticator.assertion(asked);
  const statuses = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const twin = new Browser();
      twin.cookies.set("passkey", browser.cookies.get("passkey")!);
      return (await twin.post("/api/sign-in/passkey", body)).status;
    }),
  );
  expect(statuses.sort()).toEqual([200, 422, 422, 422]);
});

test("R26: a challenge belongs to the browser or the session that asked", async () => {
  const { parent, authenticator } = await withPasskey();
  const { asked } = await challenged();
  const { browser } = await challenged();
  expect(told(await browser.post("/api/sign-in/passkey", authenticator.assertion(asked)))).toEqual(REFUSED);
  expect(told(await new Browser().post("/api/sign-in/passkey", authenticator.assertion(asked)))).toEqual(REFUSED);

  const other = await Parent.signedIn();
  const body = new Authenticator().registration(await invited(parent));
  expect(told(await other.browser.post("/api/passkeys", body))).toEqual(REFUSED);
});

test("R26: a challenge is too old after five minutes, and cron forgets it", async () => {
  const { parent, authenticator } = await withPasskey();
  const early = await challenged();
  const late = await challenged();
  const invitation = await invited(parent);
  await forward(4 * MINUTE);
  expect((await early.browser.post("/api/sign-in/passkey", authenticator.assertion(early.asked))).status).toBe(200);
  await forward(MINUTE);
  expect(told(await late.browser.post("/api/sign-in/passkey", authenticator.assertion(late.asked)))).toEqual(REFUSED);
  expect(told(await parent.browser.post("/api/passkeys", new Authenticator().registration(invitation)))).toEqual(REFUSED);
  await challenged();
  await forward(5 * MINUTE);
  await cron();
  expect(rows("SELECT * FROM passkey_challenges")).toEqual([]);
});

test("R26: a counter that does not go on is refused; one that never counts is taken", async () => {
  const { authenticator } = await withPasskey();
  for (const [counter, status] of [[0, 200], [0, 200], [5, 200], [5, 422], [4, 422], [0, 422], [6, 200]]) {
    expect([counter, (await attempt(authenticator, { counter })).status]).toEqual([counter, status]);
  }
});

test("R26: who has a passkey can't be learnt from a challenge or a refusal", async () => {
  const { parent, authenticator } = await withPasskey();
  const { asked } = await challenged();
  expect(Object.keys(asked)).toEqual(["challenge"]);
  expect(Buffer.from(asked.challenge, "base64url")).toHaveLength(32);
  const known = await attempt(authenticator, { verified: false });
  const unknown = await attempt(new Authenticator());
  expect(known.body).toEqual(unknown.body);
  const shape = (headers: Headers) => [...headers.keys()].filter((name) => name !== "date").sort();
  expect(shape(known.headers)).toEqual(shape(unknown.headers));
  // Nor does the passkey itself say whose it is.
  expect(Buffer.from(authenticator.user, "base64url").toString()).not.toContain(parent.email);
});

test("R26: a network that tries too often is asked to wait", async () => {
  const { browser } = await challenged();
  const codes = [];
  for (let n = 0; n < 25; n++) {
    codes.push((await browser.post("/api/sign-in/passkey", new Authenticator().assertion({ challenge: "AA" }))).code);
  }
  expect(codes[0]).toBe("passkey_refused");
  expect(codes.at(-1)).toBe("too_many_tries");
});

test("R16: another account's passkey is not found and stays as it was", async () => {
  const { parent, key } = await withPasskey();
  const stranger = await Parent.signedIn();
  const path = `/api/passkeys/${key.id}`;
  expect(told(await stranger.browser.put(path, { name: "Min" }))).toEqual([404, "not_found"]);
  expect(told(await stranger.browser.post(`${path}/removal`, {}))).toEqual([404, "not_found"]);
  expect((await stranger.browser.get("/api/passkeys")).body).toEqual([]);
  expect((await parent.browser.get("/api/passkeys")).body).toEqual([key]);
});

const PROOF_NEEDED = [403, "proof_needed"];

test("R26: ten minutes after the sign-in a passkey is added on a fresh proof only, by code or by passkey", async () => {
  const { parent, authenticator } = await withPasskey();
  await forward(9 * MINUTE);
  await invited(parent);
  await forward(2 * MINUTE);
  const ask = (proof?: unknown) => parent.browser.post("/api/passkeys/challenge", { proof });
  expect(told(await ask())).toEqual(PROOF_NEEDED);
  const elsewhere = await confirmingCode(parent, "remove_passkey");
  expect(told(await ask({ code: elsewhere }))).toEqual([422, "wrong_code"]);
  expect(told(await ask(await passkeyProof(parent, authenticator, "remove_passkey")))).toEqual(REFUSED);

  for (const proof of [
    { code: await confirmingCode(parent, "add_passkey") },
    await passkeyProof(parent, authenticator, "add_passkey"),
  ]) {
    const added = await parent.browser.post("/api/passkeys", new Authenticator().registration(await invited(parent, proof)));
    expect(added.status).toBe(201);
    // Neither is good for a second time.
    expect((await ask(proof)).status).toBe(422);
  }
  expect((await parent.browser.get("/api/passkeys")).body).toHaveLength(3);
});

test("R26: ten minutes after the sign-in a passkey is removed on a fresh proof only", async () => {
  const { parent, authenticator, key } = await withPasskey();
  await forward(11 * MINUTE);
  const remove = (proof?: unknown) => parent.browser.post(`/api/passkeys/${key.id}/removal`, { proof });
  expect(told(await remove())).toEqual(PROOF_NEEDED);
  expect(told(await remove({ code: await confirmingCode(parent, "add_passkey") }))).toEqual([422, "wrong_code"]);
  expect((await parent.browser.get("/api/passkeys")).body).toHaveLength(1);
  expect((await remove(await passkeyProof(parent, authenticator, "remove_passkey"))).status).toBe(204);
  expect((await parent.browser.get("/api/passkeys")).body).toEqual([]);
});

test("R26: a proof by passkey is this account's, this session's, and good once", async () => {
  const { parent, authenticator, key } = await withPasskey();
  const other = await withPasskey();
  await forward(11 * MINUTE);
  const remove = (proof: unknown) => parent.browser.post(`/api/passkeys/${key.id}/removal`, { proof });
  expect(told(await remove(await passkeyProof(parent, other.authenticator, "remove_passkey")))).toEqual(REFUSED);
  expect(told(await remove(await passkeyProof(other.parent, authenticator, "remove_passkey")))).toEqual(REFUSED);
  for (const [, lies] of LIES) {
    // A network has twenty tries a minute, and this is not what is tried here.
    parent.browser.network = new Browser().network;
    const asked = await parent.browser.post("/api/account/confirm-challenge", { purpose: "remove_passkey" });
    expect([lies, ...told(await remove({ passkey: authenticator.assertion(asked.body, lies) }))]).toEqual([lies, ...REFUSED]);
    // A failed answer has used the challenge up.
    expect(told(await remove({ passkey: authenticator.assertion(asked.body) }))).toEqual(REFUSED);
  }
  const late = await passkeyProof(parent, authenticator, "remove_passkey");
  await forward(5 * MINUTE);
  expect(told(await remove(late))).toEqual(REFUSED);
});

test("R26: a parent is told by mail when a passkey is added and when one is removed", async () => {
  const { parent, key } = await withPasskey();
  const subjects = async () =>
    (await mailTo(parent.email)).map(({ subject }) => subject).filter((subject) => !/^\d{4} /.test(subject)).sort();
  const added = "En ny adgangsnøgle til din konto";
  const removed = "En adgangsnøgle er fjernet fra din konto";
  await expect.poll(subjects).toEqual([added]);
  await parent.browser.post(`/api/passkeys/${key.id}/removal`, {});
  await expect.poll(subjects).toEqual([removed, added]);
});

test("a credential is added once, and a device is told what it has", async () => {
  const { parent, authenticator } = await withPasskey();
  const invitation = await invited(parent);
  expect(invitation.known).toEqual([base64url(authenticator.credential)]);
  expect(told(await parent.browser.post("/api/passkeys", authenticator.registration(invitation)))).toEqual(REFUSED);
  const stranger = await Parent.signedIn();
  const taken = authenticator.registration(await invited(stranger));
  expect(told(await stranger.browser.post("/api/passkeys", taken))).toEqual(REFUSED);
});

test("an account has ten passkeys at most", async () => {
  const parent = await Parent.signedIn();
  const add = async () => parent.browser.post("/api/passkeys", new Authenticator().registration(await invited(parent)));
  for (let n = 0; n < 10; n++) expect((await add()).status).toBe(201);
  expect(told(await add())).toEqual([409, "too_many_passkeys"]);
});

test("the cookie of a challenge is out of reach of scripts and of other sites", async () => {
  const answer = await new Browser().post("/api/sign-in/passkey/challenge");
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^passkey=[0-9a-f]{64}; Path=\/; Max-Age=300; HttpOnly; SameSite=Lax$/),
  ]);
});
