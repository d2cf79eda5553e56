// Santa's life wherever he lives, in the Worker or on the page: loads the module, runs his frames,
// hands him messages and sound. Owns the clock and the frame loop, and nothing of what he looks like.

import init, { Stage } from "./santa.js";

// What a slow device gives up, step by step: first sharpness, then frames. Never taken back in a
// call, for a picture that changes its mind is worse than a modest one.
const STEPS = [
  { share: 1, every: 1 },
  { share: 0.75, every: 1 },
  { share: 0.6, every: 2 },
  { share: 0.45, every: 3 },
];
// Slower than this on average (some 26 frames a second) is slow. A saving mode's steady 30 is not.
const SLOW_MS = 38;
const FRAMES_TO_JUDGE = 50;

/**
 * @param {OffscreenCanvas | HTMLCanvasElement} canvas
 * @param {{size: object, seed: number, reducedMotion: boolean, thrifty: boolean}} start
 * @param {(message: object) => void} tell  takes Santa's messages to the app
 */
export async function live(canvas, { size, seed, reducedMotion, thrifty }, tell) {
  await init({ module_or_path: new URL("./santa_bg.wasm", import.meta.url) });
  let step = thrifty ? STEPS.length - 1 : 0;
  const sized = ({ width, height, scale }) => ({ width, height, scale: scale * STEPS[step].share });
  const stage = Stage.open(canvas, JSON.stringify(sized(size)), seed, reducedMotion);
  if (!stage) throw new Error("no 2D context");

  let ears = null;
  let paused = false;
  let closed = false;
  let scheduled = null;
  const frames = frameClock();

  let last = 0;
  let spent = 0;
  let counted = 0;
  const judge = (now) => {
    const gap = now - last;
    last = now;
    // A long gap is a hidden page or a busy start, not a slow painter.
    if (gap > 400) return;
    spent += gap;
    counted += 1;
    if (counted < FRAMES_TO_JUDGE) return;
    if (spent / counted > SLOW_MS && step < STEPS.length - 1) {
      step += 1;
      stage.message(JSON.stringify({ type: "resize", ...sized(size) }));
    }
    spent = 0;
    counted = 0;
  };

  let tick = 0;
  const frame = (now) => {
    scheduled = null;
    if (paused || closed) return;
    judge(now);
    tick += 1;
    if (tick % STEPS[step].every === 0) stage.frame(now);
    scheduled = frames.next(frame);
  };
  const wake = () => {
    if (scheduled === null && !paused && !closed) scheduled = frames.next(frame);
  };

  const take = (message, port) => {
    if (closed) return;
    if (message.type === "resize") {
      size = message;
      message = { type: "resize", ...sized(size) };
    }
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
