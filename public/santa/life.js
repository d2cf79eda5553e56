// Santa's life wherever he lives, in the Worker or on the page: loads the module, runs his frames,
// hands him messages and sound. Owns the clock and the frame loop, and nothing of what he looks like.

import init, { Stage } from "./santa.js";

/**
 * @param {OffscreenCanvas | HTMLCanvasElement} canvas
 * @param {{size: object, seed: number, reducedMotion: boolean}} start
 * @param {(message: object) => void} tell  takes Santa's messages to the app
 */
export async function live(canvas, { size, seed, reducedMotion }, tell) {
  await init({ module_or_path: new URL("./santa_bg.wasm", import.meta.url) });
  const stage = Stage.open(canvas, JSON.stringify(size), seed, reducedMotion);
  if (!stage) throw new Error("no 2D context");

  let ears = null;
  let paused = false;
  let closed = false;
  let scheduled = null;
  const frames = frameClock();

  const frame = (now) => {
    scheduled = null;
    if (paused || closed) return;
    stage.frame(now);
    scheduled = frames.next(frame);
  };
  const wake = () => {
    if (scheduled === null && !paused && !closed) scheduled = frames.next(frame);
  };

  const take = (message, port) => {
    if (closed) return;
    if (!stage.message(JSON.stringify(message))) {
      // A resize that finds no room, or a word from another age: say so, keep playing.
      console.warn("Santa did not understand", message.type);
      return;
    }
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
  stage.frame(performance.now());
  tell({ type: "ready" });
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
