// The app's door to Santa: opens a stage on a canvas and passes plain messages to and fro.
//
// Santa lives in a Worker and draws on an OffscreenCanvas; where that is missing he lives on the page,
// in the very same module. The words, plain objects, are those of santa/src/wire.rs. Nothing here
// knows of calls or children, and nothing here throws: what fails becomes
// {type: "unavailable", reason}, and the app shows the still picture.

const READY_WITHIN_MS = 20000;

/**
 * @param {HTMLCanvasElement} canvas  not yet drawn on; it is Santa's from now on
 * @param {{
 *   reducedMotion?: boolean,
 *   size: {width: number, height: number, scale: number},  // CSS pixels, device pixels per CSS pixel
 *   onMessage: (message: object) => void,
 *   forceStill?: boolean,       // for tests: as if he could not live here at all
 *   forceMainThread?: boolean,  // for tests: as if there were no OffscreenCanvas
 *   seed?: number,              // for tests: the same seed gives the same performance
 * }} options
 * @returns {{post: (message: object, transfer?: Transferable[]) => void, close: () => void}}
 */
export function open(canvas, options) {
  let closed = false;
  let home = null;
  let waiting = [];
  const test = globalThis.santaInTests ?? {};
  const tell = (message) => {
    if (closed) return;
    if (message.type === "pose") test.onPose?.(message);
    else options.onMessage(message);
  };
  const fail = (reason) => {
    if (closed) return;
    tell({ type: "unavailable", reason: String(reason) });
    stage.close();
  };
  const start = {
    size: options.size,
    seed: options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0],
    reducedMotion: options.reducedMotion === true,
    // A finer cast and smooth edges are chosen once: a canvas keeps what it was made with.
    fine: test.fine ?? navigator.hardwareConcurrency >= 8,
    softwareToo: test.softwareToo === true,
    unseen: test.unseen === true,
    poses: typeof test.onPose === "function",
  };

  const stage = {
    post(message, transfer = []) {
      if (closed) return;
      if (home) home.post(message, transfer);
      else waiting.push([message, transfer]);
    },
    close() {
      closed = true;
      motion?.removeEventListener?.("change", calmer);
      waiting = [];
      home?.close();
      home = null;
    },
  };
  const settle = (chosen) => {
    if (closed) return chosen.close();
    home = chosen;
    for (const [message, transfer] of waiting) home.post(message, transfer);
    waiting = [];
  };

  // The visitor may ask for less movement, or more, while he lives.
  const motion = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");
  const calmer = ({ matches }) => stage.post({ type: "reducedMotion", on: matches });
  motion?.addEventListener?.("change", calmer);

  if (options.forceStill || test.forceStill) {
    // Told later, like every other message, so that the caller has its stage in hand first.
    queueMicrotask(() => fail("the still picture was asked for"));
    return stage;
  }
  const offscreen =
    !options.forceMainThread &&
    !test.forceMainThread &&
    typeof Worker === "function" &&
    typeof OffscreenCanvas === "function" &&
    typeof canvas.transferControlToOffscreen === "function";
  try {
    if (offscreen) settle(inWorker(canvas, start, tell, fail));
    else onPage(canvas, start, tell).then(settle, fail);
  } catch (error) {
    queueMicrotask(() => fail(error));
  }
  return stage;
}

function inWorker(canvas, start, tell, fail) {
  const surface = canvas.transferControlToOffscreen();
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    type: "module",
    name: "santa",
  });
  const patience = setTimeout(() => fail("no first frame in time"), READY_WITHIN_MS);
  worker.onmessage = ({ data }) => {
    if (data.type === "ready" || data.type === "still") clearTimeout(patience);
    if (data.type === "unavailable") fail(data.reason);
    else tell(data);
  };
  worker.onerror = (event) => fail(event.message || "the worker did not start");
  worker.onmessageerror = () => fail("a message could not be read");
  worker.postMessage({ type: "open", canvas: surface, ...start }, [surface]);
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    close() {
      clearTimeout(patience);
      worker.terminate();
    },
  };
}

async function onPage(canvas, start, tell) {
  const { live } = await import("./life.js");
  const santa = await live(canvas, start, tell);
  return {
    post: (message, transfer) => santa.take(message, transfer.find((t) => t instanceof MessagePort)),
    close: () => santa.close(),
  };
}

/**
 * Taps a stream, or a node of the page's own sound, for Santa's ears. The sound itself plays elsewhere: this
 * branch is not connected to the loudspeaker. Transfer the port with
 * `stage.post({type: "sound", sampleRate: audioContext.sampleRate}, [ears.port])`.
 *
 * @param {AudioContext} audioContext
 * @param {MediaStream | AudioNode} sound
 * @returns {Promise<{port: MessagePort, disconnect: () => void}>}
 */
export async function listen(audioContext, sound) {
  const source = sound instanceof AudioNode ? sound : audioContext.createMediaStreamSource(sound);
  const { port1, port2 } = new MessageChannel();
  if (audioContext.audioWorklet) {
    try {
      await audioContext.audioWorklet.addModule(new URL("./listener-worklet.js", import.meta.url));
      const node = new AudioWorkletNode(audioContext, "santa-listener", {
        numberOfInputs: 1,
        numberOfOutputs: 0,
      });
      node.port.postMessage({ port: port1 }, [port1]);
      source.connect(node);
      return {
        port: port2,
        disconnect() {
          source.disconnect(node);
          node.port.postMessage({ stop: true });
        },
      };
    } catch {
      // A browser that has worklets and can't load this one still has the analyser.
    }
  }
  return { port: port2, disconnect: listenByAnalyser(audioContext, source, port1) };
}

// The analyser always holds the latest samples; a timer hands on those that are new. Samples are lost
// when the timer is late, which the mouth forgives.
function listenByAnalyser(audioContext, source, port) {
  const analyser = audioContext.createAnalyser();
  analyser.fftSize = 2048;
  source.connect(analyser);
  const latest = new Float32Array(analyser.fftSize);
  let heardUntil = audioContext.currentTime;
  const timer = setInterval(() => {
    const fresh = Math.floor((audioContext.currentTime - heardUntil) * audioContext.sampleRate);
    if (fresh <= 0) return;
    heardUntil = audioContext.currentTime;
    analyser.getFloatTimeDomainData(latest);
    const samples = latest.slice(-Math.min(fresh, latest.length));
    port.postMessage(samples, [samples.buffer]);
  }, 20);
  return () => {
    clearInterval(timer);
    source.disconnect(analyser);
    port.close();
  };
}
