// Children's profiles: made, changed, deleted, within limits.
import { expect, test } from "../stack/test.ts";
import { rows } from "./database.ts";
import { ALMA, Parent } from "./parent.ts";

const FULL = {
  name: "Alma",
  age: 6,
  language: "da",
  wishes: ["en rød cykel", "en kat"],
  behaviour_notes: "Har været god ved sin lillebror.",
  preferences: "Udtales Al-ma.",
  honest_answer: "story",
};

test("a profile comes back as it was made, and as it was changed", async () => {
  const { parent, child } = await Parent.withChild();
  const changed = await parent.browser.put(`/api/children/${child}`, FULL);
  expect(changed.status).toBe(200);
  expect(changed.body).toEqual({ id: child, ...FULL });
  expect((await parent.browser.get("/api/overview")).body.children).toEqual([{ id: child, ...FULL }]);
});

test("every wrong field is named", async () => {
  const { parent, child } = await Parent.withChild();
  const wrong = { ...FULL, name: "  ", age: 13, wishes: Array(21).fill("lego") };
  for (const refused of [
    await parent.browser.post("/api/children", wrong),
    await parent.browser.put(`/api/children/${child}`, wrong),
  ]) {
    expect(refused.status).toBe(422);
    expect(refused.body).toEqual({
      type: "urn:call-santa:invalid_profile",
      status: 422,
      code: "invalid_profile",
      fields: [
        { field: "name", wrong: "missing" },
        { field: "age", wrong: "out_of_range" },
        { field: "wishes", wrong: "too_many" },
      ],
    });
  }
});

test("an answer to \"are you real?\" that is none of ours is refused, and the chosen one stays", async () => {
  const { parent, child } = await Parent.withChild(undefined, FULL);
  const refused = await parent.browser.put(`/api/children/${child}`, { ...FULL, honest_answer: "I am human" });
  expect([refused.status, refused.code]).toEqual([400, "malformed_request"]);
  expect((await parent.browser.get("/api/overview")).body.children[0].honest_answer).toBe("story");
});

test("text that looks like SQL is text", async () => {
  const { parent, child } = await Parent.withChild();
  const name = `Robert'); DROP TABLE children;--`;
  expect((await parent.browser.put(`/api/children/${child}`, { ...FULL, name })).body.name).toBe(name);
  expect((await parent.browser.get("/api/overview")).body.children[0].name).toBe(name);
});

test("ten children are the most", async () => {
  const { parent } = await Parent.withChild();
  for (let n = 1; n < 10; n++) expect((await parent.browser.post("/api/children", ALMA)).status).toBe(201);
  const eleventh = await parent.browser.post("/api/children", ALMA);
  expect([eleventh.status, eleventh.code]).toEqual([409, "too_many_children"]);
});

test("a deleted profile is gone, and its calls stay without it", async () => {
  const { parent, child } = await Parent.withChild();
  const { call } = await parent.call(child);
  await parent.end(call);
  expect((await parent.browser.delete(`/api/children/${child}`)).status).toBe(204);
  const overview = (await parent.browser.get("/api/overview")).body;
  expect(overview.children).toEqual([]);
  expect(overview.calls).toMatchObject([{ id: call, child: null, charged: 1 }]);
  expect(rows("SELECT 1 FROM children WHERE id = ?", child)).toEqual([]);
  expect((await parent.browser.delete(`/api/children/${child}`)).status).toBe(404);
});
