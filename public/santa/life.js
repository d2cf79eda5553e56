// Santa's life wherever he lives, in the Worker or on the page: loads the module, runs his frames,
// hands him messages and sound. Owns the clock and the frame loop, and nothing of what he looks like.

import init, { Stage } from "./santa.js";

// What a slow device gives up, step by step: shells of fur, sharpness, frames. Chosen once by measured
// frames at the start, then only ever downwards, for a picture that changes its mind is worse than a
// modest one. Each step tells how long a frame may take for him to begin there, in milliseconds.
const STEPS = [
  { upTo: 7, share: 1, fur: 10, fuzz: 3, every: 1 },
  { upTo: 16, share: 1, fur: 6, fuzz: 2, every: 1 },
  { upTo: 26, share: 0.75, fur: 6, fuzz: 2, every: 1 },
  { upTo: 42, share: 0.65, fur: 5, fuzz: 1, every: 1 },
  { upTo: Infinity, share: 0.55, fur: 4, fuzz: 0, every: 2 },
];
// Slower than this on average (some 26 frames a second) is slow. A saving mode's steady 30 is not.
const SLOW_MS = 38;
const FRAMES_TO_JUDGE = 50;
// A frame that takes longer than this is no life; then the still picture is the better Santa.
const HOPELESS_MS = 250;
const TRIES = 3;

/**
 * @param {OffscreenCanvas | HTMLCanvasElement} canvas
 * @param {{size: object, seed: number, reducedMotion: boolean, fine: boolean, softwareToo: boolean,
 *   unseen: boolean, poses: boolean}} start
 * @param {(message: object) => void} tell  takes Santa's messages to the app
 */
export async function live(canvas, start, tell) {
  await init({ module_or_path: new URL("./santa_bg.wasm", import.meta.url) });
  let size = start.size;
  // Where a processor draws, for a test, the last step is the only one.
  let step = start.softwareToo ? STEPS.length - 1 : 1;
  const sized = ({ width, height, scale }) => ({ width, height, scale: scale * STEPS[step].share });
  const stage = Stage.open(canvas, JSON.stringify({ ...start, size: sized(size) }));
  if (!stage) throw new Error("the start was not understood");

  let painted = !stage.fault();
  let lost = false;
  let ears = null;
  let paused = false;
  let act = "idle";
  let closed = false;
  let scheduled = null;
  const frames = frameClock();
  const settle = () => {
    stage.afford(STEPS[step].fur, STEPS[step].fuzz);
    stage.message(JSON.stringify({ type: "resize", ...sized(size) }));
  };

  // He acts on, unseen, so that what he hears is still told.
  const giveUp = (reason) => {
    painted = false;
    stage.hide();
    tell({ type: "still", reason });
  };

  // The first frame pays for the shaders; the next ones tell what this device can do.
  const begin = () => {
    if (!painted) return tell({ type: "still", reason: stage.fault() });
    settle();
    stage.frame(performance.now());
    stage.finish();
    if (!start.softwareToo) {
      const since = performance.now();
      for (let i = 0; i < TRIES; i++) {
        stage.frame(performance.now());
        stage.finish();
      }
      const each = (performance.now() - since) / TRIES;
      if (each > HOPELESS_MS) return giveUp(`a frame takes ${Math.round(each)} ms`);
      step = STEPS.findIndex(({ upTo }) => each <= upTo);
      settle();
      stage.frame(performance.now());
    }
    tell({ type: "ready" });
  };

  let last = 0;
  let spent = 0;
  let counted = 0;
  const judge = (now) => {
    const gap = now - last;
    last = now;
    // A long gap is a hidden page or a busy start, not a slow painter.
    if (gap > 400 || !painted) return;
    spent += gap;
    counted += 1;
    if (counted < FRAMES_TO_JUDGE) return;
    const each = spent / counted;
    spent = 0;
    counted = 0;
    if (each <= SLOW_MS || start.softwareToo) return;
    if (step < STEPS.length - 1) {
      step += 1;
      settle();
    } else if (each > HOPELESS_MS) {
      giveUp(`a frame takes ${Math.round(each)} ms`);
    }
  };

  let tick = 0;
  const frame = (now) => {
    scheduled = null;
    if (paused || closed) return;
    judge(now);
    tick += 1;
    if (!painted || lost || tick % STEPS[step].every === 0) {
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
    settle();
    stage.frame(performance.now());
    tell({ type: "ready" });
  });

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
