// @ts-check
// What stands before the app does. It has the app come once the first screen is painted, and hands over to it what was begun
// on it meanwhile. The app draws the same elements in its place, so a button is known by its place among them.

/** How long a first screen may take before the app is fetched beside it, in milliseconds. */
const WHOLE_MS = 2500;

// The browser says once, and early, that it could install the app; the dashboard asks for it later.
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  Object.assign(window, { installPrompt: event });
});

const first = /** @type {HTMLElement} */ (document.getElementById("first"));
/** @returns {HTMLButtonElement[]} */
const buttons = () => [...document.querySelectorAll(/** @type {"button"} */ ("#first button, #app button"))];

// A button that is pressed before the app is there is pressed again when it is.
let pressed = -1;
let isWriting = false;
first.addEventListener("submit", (event) => event.preventDefault());
first.addEventListener("click", ({ target }) => {
  const button = target instanceof Element && target.closest("button");
  if (button) pressed = buttons().indexOf(button);
});
first.addEventListener("focusin", ({ target }) => {
  isWriting = target instanceof HTMLInputElement;
});
new MutationObserver((_, watch) => {
  if (first.isConnected) return;
  watch.disconnect();
  const begun = first.querySelector("input");
  const field = begun && document.getElementById(begun.id);
  if (field instanceof HTMLInputElement && begun?.value) {
    field.value = begun.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (isWriting) field?.focus({ preventScroll: true });
  // Later, so that the app has taken in what was typed.
  setTimeout(() => buttons()[pressed]?.click());
}).observe(document.body, { childList: true });

// Fetched side by side on a slow line, a screen and the app would both come late. Waiting candles are no such screen.
if (first.querySelector("main")) {
  await Promise.race([painted(), new Promise((late) => setTimeout(late, WHOLE_MS))]);
  await style();
}
await import("./start.js");

/** Until all that the document names is there and has been drawn. */
async function painted() {
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded, { once: true }));
  await Promise.all([...first.querySelectorAll("img")].map((image) => image.decode().catch(() => {})));
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
}

/** Fetches the whole style, of which the document holds a part. Without it the app is plain, and works. */
function style() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("./style.css", import.meta.url).href;
  document.head.append(link);
  return new Promise((done) => {
    link.onload = link.onerror = done;
  });
}
