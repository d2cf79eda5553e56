// Taking consent back: calls stop at once, profiles go or stay as the parent says, and the question is asked again.
import { expect, test } from "../stack/test.ts";
import { rows } from "./database.ts";
import { reportOf } from "./north_pole.ts";
import { ALMA, CONSENT, Parent } from "./parent.ts";

const withdraw = (parent: Parent, deleteProfiles: boolean) =>
  parent.browser.post("/api/consents/withdrawal", { delete_profiles: deleteProfiles });

test("P19: withdrawn consent stops calls and new profiles, and is asked for again", async () => {
  const { parent, child } = await Parent.withChild();
  expect((await withdraw(parent, false)).status).toBe(204);
  const overview = (await parent.browser.get("/api/overview")).body;
  expect(overview.consent).toBe(null);
  expect(overview.children).toHaveLength(1);
  expect((await parent.start(child)).code).toBe("consent_needed");
  expect((await parent.browser.post("/api/children", ALMA)).code).toBe("consent_needed");
  expect((await parent.browser.put(`/api/children/${child}`, ALMA)).code).toBe("consent_needed");
  expect((await parent.browser.post("/api/consents", CONSENT)).status).toBe(201);
  const started = await parent.start(child);
  expect(started.status).toBe(201);
  await parent.end(started.body.call);
});

test("R2: withdrawal deletes the profiles where the parent wants that", async () => {
  const { parent, child } = await Parent.withChild();
  expect((await withdraw(parent, true)).status).toBe(204);
  expect((await parent.browser.get("/api/overview")).body.children).toEqual([]);
  expect(rows("SELECT 1 FROM children WHERE id = ?", child)).toEqual([]);
});

test("R2: withdrawal hangs up the call that goes on", async () => {
  const { parent, child } = await Parent.withChild();
  const { call, openaiCallId } = await parent.call(child);
  expect((await withdraw(parent, false)).status).toBe(204);
  expect((await reportOf(openaiCallId)).hangup_requests).toBeGreaterThanOrEqual(1);
  expect((await parent.heartbeat(call)).code).toBe("call_over");
  expect(await parent.latestCall()).toMatchObject({ id: call, charged: 1, reason: "hung_up" });
});

test("P19: the withdrawal is kept with its time, and withdrawing twice changes nothing", async () => {
  const { parent } = await Parent.withChild();
  const acts = () =>
    rows("SELECT withdrawn_at_ms FROM consents JOIN accounts ON accounts.id = account_id WHERE email = ?", parent.email);
  await withdraw(parent, false);
  const [first] = acts();
  expect(first.withdrawn_at_ms).toBeGreaterThan(0);
  expect((await withdraw(parent, false)).status).toBe(204);
  expect(acts()).toEqual([first]);
});
