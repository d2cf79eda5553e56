// Who may reach what: every route of the table, without a session, from a foreign page, and for another account's ids.
import { CALL_SANTA } from "../stack/address.ts";
import { expect, test } from "../stack/test.ts";
import { Authenticator } from "./authenticator.ts";
import { Browser } from "./http.ts";
import { ALMA, Parent } from "./parent.ts";
import { paired } from "./paired.ts";
import { routes } from "./routes.ts";

const SOME_ID = "0123456789abcdef0123456789abcdef";

// A body that each route with an identifier would take. A new route needs an entry here, or the sweep below fails.
const BODIES: Record<string, unknown> = {
  EndPairing: undefined,
  EndSession: undefined,
  UpdateChild: ALMA,
  DeleteChild: undefined,
  RenamePasskey: { name: "iPad" },
  RemovePasskey: {},
  CallConnected: { openai_call_id: "rtc_sweep" },
  CallHeartbeat: undefined,
  ReconnectCall: {},
  CallGrownUp: undefined,
  EndCall: { reason: "hung_up" },
  ShowPurchase: undefined,
  ShowReceipt: undefined,
  Withdraw: undefined,
  Complain: undefined,
};

const withId = (path: string, id = SOME_ID) => path.replace("{}", id);

test("every route that is not for everybody asks who is there", async () => {
  const [nobody, liar] = [new Browser(), new Browser()];
  liar.cookies.set("session", "a".repeat(64));
  const swept = routes().filter(({ access }) => access === "Parent" || access === "Kid");
  expect(swept.length).toBeGreaterThan(30);
  for (const { method, path } of swept) {
    const refused = await nobody.ask(method, withId(path));
    expect([method, path, refused.status, refused.code]).toEqual([method, path, 401, "sign_in_needed"]);
    expect([method, path, (await liar.ask(method, withId(path))).status]).toEqual([method, path, 401]);
  }
});

test("every route that changes something is closed to pages that are not ours", async () => {
  const { browser } = await Parent.signedIn();
  // A route that asks for a signature or a token has no cookie that a foreign page could ride on; its own spec tries it.
  const swept = routes().filter(({ method, access }) => method !== "GET" && access !== "SignedExternal");
  expect(swept.length).toBeGreaterThan(30);
  for (const { method, path } of swept) {
    for (const origin of ["https://example.com", `${CALL_SANTA}.example.com`, "null", null]) {
      const refused = await browser.ask(method, withId(path), { origin });
      expect([method, path, origin, refused.status, refused.code]).toEqual([method, path, origin, 403, "foreign_origin"]);
    }
  }
  expect((await browser.get("/api/overview")).status, "the session, whose end was asked for too, still stands").toBe(200);
});

test("another account's ids are not found, whatever is asked of them", async () => {
  const a = await Parent.withChild();
  const b = await Parent.withChild();
  const { call } = await a.parent.call(a.child);
  const [{ id: session }] = (await a.parent.browser.get("/api/account")).body.sessions;
  const invitation = (await a.parent.browser.post("/api/passkeys/challenge", {})).body;
  const { id: passkey } = (await a.parent.browser.post("/api/passkeys", new Authenticator().registration(invitation))).body;
  await paired(a.parent);
  const [{ id: pairing }] = (await a.parent.browser.get("/api/pairings")).body;
  const buying = { pack: "ten", express_wish: false, wish_version: "", click: SOME_ID };
  const { purchase } = (await a.parent.browser.post("/api/purchases", buying)).body;
  const owned = {
    children: a.child, calls: call, sessions: session, passkeys: passkey, pairings: pairing, purchases: purchase,
  } as Record<string, string>;
  // What stands in the address of the others is a token, which is nobody's id and answers alike for everybody.
  const swept = routes().filter(({ path, access }) => path.includes("{}") && access !== "SignedExternal");
  expect(swept.map(({ name }) => name).sort()).toEqual(Object.keys(BODIES).sort());
  for (const { name, method, path } of swept) {
    const id = owned[path.split("/")[2]];
    expect(id, path).toBeTruthy();
    for (const attempt of [id, SOME_ID, "x", "..%2f"]) {
      const answer = await b.parent.browser.ask(method, withId(path, attempt), { body: BODIES[name] });
      expect([name, attempt, answer.status, answer.code]).toEqual([name, attempt, 404, "not_found"]);
    }
  }
  const start = await b.parent.start(a.child);
  expect([start.status, start.code]).toEqual([404, "not_found"]);
  expect(await b.parent.balance()).toBe(5);

  // And nothing of A's was touched by it.
  expect((await a.parent.heartbeat(call)).status).toBe(204);
  expect((await a.parent.browser.get("/api/overview")).body.children).toHaveLength(1);
  expect((await a.parent.browser.get("/api/passkeys")).body).toHaveLength(1);
  expect((await a.parent.browser.get("/api/pairings")).body).toHaveLength(1);
  await a.parent.end(call);
});

test("what is not in the table does not exist", async () => {
  const { browser } = await Parent.signedIn();
  for (const [method, path] of [
    ["GET", "/api/unheard-of"],
    ["GET", "/api/overview/"],
    ["POST", "/api/calls/a/b/end"],
    ["GET", "/api/"],
  ]) {
    expect([path, (await browser.ask(method, path)).code]).toEqual([path, "not_found"]);
  }
  for (const [method, path] of [
    ["POST", "/api/overview"],
    ["PATCH", "/api/children/x"],
    ["DELETE", "/api/calls"],
  ]) {
    const answer = await browser.ask(method, path);
    expect([path, answer.status, answer.code]).toEqual([path, 405, "method_not_allowed"]);
  }
});
