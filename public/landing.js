// @ts-check
// Brings the landing page's Santa alive, once the page itself has been painted and the browser has nothing better to do; and
// keeps the language that is chosen here. The page is whole without it. It stores nothing but that choice.

/**
 * A part of the page, which is built together with this script.
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
function part(selector, kind) {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${selector}`);
}

const figure = part(".window", HTMLElement);
const canvas = part(".window canvas", HTMLCanvasElement);
const knock = part(".window .knock", HTMLElement);
const bubble = part(".window .bubble", HTMLElement);
const WAVE_MS = 2600;
const WORDS_MS = 7000;
/** @type {typeof import("./santa/stage.js") | undefined} */
let door;
/** @type {ReturnType<typeof import("./santa/stage.js").open> | undefined} */
let stage;

for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-language]"))) {
  link.addEventListener("click", () => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `language=${link.dataset.language}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  });
}

/** @param {string} state */
const act = (state) => stage?.post({ type: "act", state });
let calm = 0;
/**
 * @param {string} state
 * @param {number} ms
 */
const actAWhile = (state, ms) => {
  clearTimeout(calm);
  act(state);
  calm = setTimeout(() => act("idle"), ms);
};

/** @type {{ said: HTMLAudioElement, context: AudioContext, sound: AudioNode } | undefined} */
let voice;
let hears = false;

/** Lets Santa hear his own voice, for his mouth to follow, as soon as both are there. */
async function hear() {
  if (hears || !voice || !door || !stage) return;
  hears = true;
  const { context, sound } = voice;
  const { port } = await door.listen(context, sound);
  stage.post({ type: "sound", sampleRate: context.sampleRate }, [port]);
}

/**
 * Says the recorded greeting, from its beginning.
 * @param {string} greeting
 */
async function speak(greeting) {
  if (!voice) {
    const context = new AudioContext();
    const said = new Audio(greeting);
    const sound = context.createMediaElementSource(said);
    sound.connect(context.destination);
    said.onended = () => {
      act("idle");
      context.suspend();
    };
    voice = { said, context, sound };
  }
  const { said, context } = voice;
  said.currentTime = 0;
  context.resume();
  // Begun within the tap, which iOS asks for.
  const begun = said.play();
  hear().catch(() => {});
  await begun;
  clearTimeout(calm);
  act("speaking");
}

// A recorded greeting is there where the operator had one made; else he greets in writing.
knock.hidden = false;
let hushed = 0;
knock.addEventListener("click", () => {
  bubble.textContent = bubble.dataset.words ?? "";
  actAWhile("waving", WAVE_MS);
  const { greeting, label } = knock.dataset;
  if (greeting) {
    const note = document.createElement("small");
    note.textContent = label ?? "";
    bubble.append(note);
    // A greeting that can't be had leaves what is written.
    speak(greeting).catch(() => {});
  }
  clearTimeout(hushed);
  hushed = setTimeout(() => bubble.replaceChildren(), WORDS_MS);
});

const size = () => ({ width: canvas.clientWidth || 1, height: canvas.clientHeight || 1, scale: devicePixelRatio });

async function comeAlive() {
  canvas.hidden = false;
  door = await import("./santa/stage.js");
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const opened = door.open(canvas, {
    reducedMotion: reduced.matches,
    size: size(),
    onMessage(message) {
      const { type } = /** @type {{ type: string }} */ (message);
      if (type === "ready") {
        figure.dataset.santa = "alive";
        actAWhile("waving", WAVE_MS);
      } else if (type === "still" || type === "unavailable") {
        figure.dataset.santa = "still";
      }
    },
  });
  stage = opened;
  hear().catch(() => {});
  new ResizeObserver(() => opened.post({ type: "resize", ...size() })).observe(canvas);
  // Out of sight he need not be drawn.
  let inView = true;
  const rest = () => opened.post({ type: inView && document.visibilityState === "visible" ? "resume" : "pause" });
  new IntersectionObserver(([entry]) => {
    inView = entry.isIntersecting;
    rest();
  }).observe(canvas);
  document.addEventListener("visibilitychange", rest);
}

// Whoever saves on data keeps the picture.
const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 200));
const soon = () => setTimeout(() => whenIdle(() => comeAlive().catch(() => {}), { timeout: 4000 }), 600);
if (!navigator.connection?.saveData) {
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}
