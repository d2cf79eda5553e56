// Santa's life beyond one picture: in a Worker, on the page, without a graphics chip, through a lost context.
// `node life.ts FOLDER PUBLIC`; FOLDER holds his module, PUBLIC the glue of the product.
import assert from "node:assert/strict";
import { studio, withGlue } from "./studio.ts";

const [folder, glue] = process.argv.slice(2);
const { page, browser } = await studio(withGlue(folder, glue));

interface Heard { type: string; reason?: string }

/** Opens a stage under a test's wishes and answers what he says until he has said `count` things. */
function live(wishes: object, count: number, onPage = false): Promise<Heard[]> {
  return page.evaluate(async ({ wishes, count, onPage }) => {
    const { open } = await import(`${location.origin}/stage.js`);
    Object.assign(globalThis, { santaInTests: wishes });
    const canvas = document.body.appendChild(document.createElement("canvas"));
    const heard: { type: string; reason?: string }[] = [];
    let stage: { close: () => void } | undefined;
    let chip: WEBGL_lose_context | null = null;
    await new Promise<void>((done, fail) => {
      setTimeout(() => fail(new Error(`he only said ${JSON.stringify(heard)}`)), 60_000);
      stage = open(canvas, {
        size: { width: 96, height: 72, scale: 1 },
        seed: 5,
        onMessage: (message: { type: string; reason?: string }) => {
          heard.push(message);
          if (heard.length === count) return done();
          // Lost once he is there, given back once he has said so.
          if (onPage && message.type === "ready") {
            chip = (canvas.getContext("webgl2") as WebGL2RenderingContext).getExtension("WEBGL_lose_context");
            chip?.loseContext();
          } else if (message.type === "still") {
            setTimeout(() => chip?.restoreContext(), 50);
          }
        },
      });
    });
    stage?.close();
    return heard;
  }, { wishes, count, onPage });
}

try {
  assert.deepEqual((await live({ softwareToo: true, fine: false }, 1)).map(({ type }) => type), ["ready"]);
  console.log("in a Worker: ready");
  const lost = await live({ softwareToo: true, fine: false, forceMainThread: true }, 3, true);
  assert.deepEqual(lost.map(({ type }) => type), ["ready", "still", "ready"]);
  console.log("on the page, his context lost and given back: ready, still, ready");
  assert.deepEqual(await live({}, 1), [{ type: "still", reason: "no graphics chip" }]);
  console.log("without a graphics chip: still");
  const [gone] = await live({ forceStill: true }, 1);
  assert.equal(gone.type, "unavailable");
  console.log("where he can't live at all: unavailable");
  // In his room, where less movement is asked for, time stands at one second and nothing shifts; asked for while he lives.
  await page.evaluate(async () => {
    const { open } = await import(`${location.origin}/stage.js`);
    const gl = WebGL2RenderingContext.prototype;
    const { getUniformLocation, uniform4fv } = gl;
    let name = "";
    gl.getUniformLocation = function (program, asked) { name = asked; return getUniformLocation.call(this, program, asked); };
    gl.uniform4fv = function (at: WebGLUniformLocation | null, values: Iterable<number>) {
      if (name === "u_when") Object.assign(globalThis, { seconds: [...values][0] });
      return uniform4fv.call(this, at, values as Float32List);
    };
    Object.assign(globalThis, { santaInTests: { softwareToo: true, fine: false, forceMainThread: true } });
    open(document.body.appendChild(document.createElement("canvas")), {
      size: { width: 96, height: 72, scale: 1 }, seed: 5, onMessage: () => {} });
  });
  const stands = (at: boolean) => page.waitForFunction(
    (at) => (globalThis as unknown as { seconds?: number }).seconds !== undefined
      && ((globalThis as unknown as { seconds: number }).seconds === 3) === at, at, { timeout: 10_000 });
  await stands(false);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await stands(true);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await stands(false);
  console.log("less movement asked for while he lives, and more again: followed");
} finally {
  await browser.close();
}
