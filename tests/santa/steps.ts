// The steps of quality as the glue takes them: `node steps.ts FOLDER PUBLIC`; FOLDER holds his module, PUBLIC the glue.
//
// `quality.rs` says when to go down and up and proves it; here it is proved that frames of the product's own loop get there and
// that what it decides is done. Time and the screen's frames are fed, and nothing is drawn, so no machine is too slow for it.
import assert from "node:assert/strict";
import { studio, withGlue } from "./studio.ts";

const [folder, glue] = process.argv.slice(2);
const { page, browser } = await studio(withGlue(folder, glue));
try {
  const seen = await page.evaluate(async () => {
    const { open } = await import(`${location.origin}/stage.js`);
    const gl = WebGL2RenderingContext.prototype;
    const { getParameter } = gl;
    const UNMASKED_RENDERER = 0x9246;
    gl.getParameter = function (name: number) { return name === UNMASKED_RENDERER ? "a graphics chip" : getParameter.call(this, name); };
    gl.drawElementsInstanced = gl.drawArrays = () => {};
    // Whoever looks at the clock while he begins finds ten milliseconds gone, as on a good device; later only frames take time.
    let [now, look] = [1_000, 10];
    performance.now = () => (now += look);
    let frame: FrameRequestCallback | undefined;
    globalThis.requestAnimationFrame = (next) => {
      frame = next;
      return 1;
    };

    let poses = 0;
    const told: { type: string; reason?: string }[] = [];
    Object.assign(globalThis, { santaInTests: { fine: false, forceMainThread: true, onPose: () => (poses += 1) } });
    const canvas = document.body.appendChild(document.createElement("canvas"));
    await new Promise<void>((done) => {
      open(canvas, {
        size: { width: 96, height: 72, scale: 1 },
        seed: 5,
        onMessage: (message: { type: string; reason?: string }) => {
          told.push(message);
          done();
        },
      });
    });
    look = 0;
    /** Shows him so many of the screen's frames, so far apart; answers how wide he is drawn then and how many were played. */
    const frames = (count: number, apart: number): [wide: number, played: number] => {
      const before = poses;
      for (let i = 0; i < count; i++) {
        const next = frame;
        frame = undefined;
        next!((now += apart));
      }
      return [canvas.width, poses - before];
    };
    return {
      begins: frames(1, 0),
      slow: frames(50, 50),
      shortCalm: frames(3_000, 16.7),
      longCalm: frames(800, 16.7),
      slowAgain: [frames(50, 50), frames(50, 50), frames(50, 50)].map(([wide]) => wide),
      least: frames(100, 20),
      hopeless: frames(50, 300)[0],
      told,
      unseen: frames(10, 20)[1],
    };
  });
  assert.deepEqual(seen.begins, [96, 1]);
  assert.deepEqual(seen.slow, [72, 50]);
  assert.deepEqual(seen.shortCalm, [72, 3_000]);
  assert.deepEqual(seen.longCalm, [96, 800]);
  console.log("slow frames, a short calm, a long one: drawn 72, 72, 96 of 96 points wide");
  assert.deepEqual(seen.slowAgain, [72, 62, 53]);
  assert.deepEqual(seen.least, [53, 50]);
  console.log("slow again and again: 72, 62, 53, and every second frame left out");
  assert.deepEqual(seen.told, [{ type: "ready" }, { type: "still", reason: "frames take too long" }]);
  assert.equal(seen.unseen, 10);
  console.log("hopelessly slow: he says so and acts on unseen");
} finally {
  await browser.close();
}
