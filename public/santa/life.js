// Santa's life wherever he lives, in the Worker or on the page: loads the module, runs his frames,
// hands him messages and sound. Owns the clock and the frame loop, and nothing of what he looks like.

import init, { Beat, Stage } from "./santa.js";

// So many frames tell, at the start, what this device can do.
const TRIES = 3;

/**
 * @param {OffscreenCanvas | HTMLCanvasElement} canvas
 * @param {{size: object, seed: number, reducedMotion: boolean, fine: boolean, softwareToo: boolean,
 *   unseen: boolean, poses: boolean}} start
 * @param {(message: object) => void} tell  takes Santa's messages to the app
 */
export async function live(canvas, start, tell) {
  await init({ module_or_path: new URL("./santa_bg.wasm", import.meta.url) });
  const stage = Stage.open(canvas, JSON.stringify(start));
  if (!stage) throw new Error("the start was not understood");

  let painted = !stage.fault();
  let lost = false;
  let ears = null;
  let paused = false;
  let act = "idle";
  let closed = false;
  let scheduled = null;
  const frames = frameClock();

  // He acts on, unseen, so that what he hears is still told.
  const giveUp = () => {
    painted = false;
    tell({ type: "still", reason: stage.fault() });
  };

  // The first frame pays for the shaders; the next ones tell what this device can do.
  const begin = () => {
    if (!painted) return giveUp();
    if (start.softwareToo) stage.hold_least();
    stage.frame(performance.now());
    stage.finish();
    if (!start.softwareToo) {
      const since = performance.now();
      for (let i = 0; i < TRIES; i++) {
        stage.frame(performance.now());
        stage.finish();
      }
      if (!stage.begin((performance.now() - since) / TRIES)) return giveUp();
      stage.frame(performance.now());
    }
    tell({ type: "ready" });
  };

  const frame = (now) => {
    scheduled = null;
    if (paused || closed) return;
    const beat = stage.beat(now);
    if (beat === Beat.Hidden) giveUp();
    if (beat === Beat.Play) {
      const jaw = stage.frame(now);
      if (start.poses) tell({ type: "pose", act, jaw, at: performance.timeOrigin + performance.now() });
    }
    scheduled = frames.next(frame);
  };
  const wake = () => {
    if (scheduled === null && !paused && !closed) scheduled = frames.next(frame);
  };

  // A graphics chip may take its memory back at any time, and give it again.
  canvas.addEventListener?.("webglcontextlost", (event) => {
    event.preventDefault();
    if (closed || !painted) return;
    lost = true;
    stage.hide();
    tell({ type: "still", reason: "the graphics context was lost" });
  });
  canvas.addEventListener?.("webglcontextrestored", () => {
    if (closed || !lost) return;
    lost = false;
    stage.set_up();
    painted = !stage.fault();
    if (!painted) return;
    stage.frame(performance.now());
    tell({ type: "ready" });
  });

  const take = (message, port) => {
    if (closed) return;
    if (!stage.message(JSON.stringify(message))) {
      // A resize that finds no room, or a word from another age: say so, keep playing.
      console.warn("Santa did not understand", message.type);
      return;
    }
    if (message.type === "act") act = message.state;
    if (message.type === "sound" && port) {
      ears?.close();
      ears = port;
      ears.onmessage = ({ data }) => {
        if (closed || !(data instanceof Float32Array)) return;
        const heard = stage.hear(data);
        if (heard) tell(JSON.parse(heard));
      };
    } else if (message.type === "pause") {
      paused = true;
      if (scheduled !== null) frames.cancel(scheduled);
      scheduled = null;
    } else if (message.type === "resume") {
      paused = false;
      wake();
    }
  };

  // The first frame is painted before he says that he is there.
  begin();
  wake();
  return {
    take,
    close() {
      closed = true;
      ears?.close();
      if (scheduled !== null) frames.cancel(scheduled);
      stage.free();
    },
  };
}

// Worker frames where the browser has them, a timer where it has not.
function frameClock() {
  if (typeof requestAnimationFrame === "function") {
    return { next: (frame) => requestAnimationFrame(frame), cancel: (id) => cancelAnimationFrame(id) };
  }
  return {
    next: (frame) => setTimeout(() => frame(performance.now()), 16),
    cancel: (id) => clearTimeout(id),
  };
}
