// @ts-check
// The first screen, which stands before the app does: when it is whole, and handing over to the app what was begun on it.
// The app draws the same elements in its place, so the same button is the one at the same place among them.

/** How long a first screen may take before the app is fetched beside it, in milliseconds. */
const WHOLE_MS = 2500;

const first = document.getElementById("first");
const screen = first?.querySelector("main");
/** @returns {HTMLButtonElement[]} */
const buttons = () => [...document.querySelectorAll(/** @type {"button"} */ ("#first button, #app button"))];

/** Waits for the first screen, where there is one: fetched side by side on a slow line, both would come late. */
export async function painted() {
  if (!screen || document.readyState === "complete") return;
  await new Promise((whole) => {
    addEventListener("load", whole, { once: true });
    setTimeout(whole, WHOLE_MS);
  });
}

/**
 * Says on the first screen what went wrong.
 * @param {string} words
 */
export function complain(words) {
  const place = document.querySelector(".first-paint p") ?? document.createElement("p");
  if (!place.isConnected) {
    place.className = "notice";
    place.setAttribute("role", "alert");
    screen?.prepend(place);
  }
  place.textContent = words;
}

if (first && screen) {
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
}
