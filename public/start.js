// Starts the app, and says so where that fails.
import start from "./app.js";

start({ module_or_path: new URL("./app_bg.wasm", import.meta.url) }).catch(() => {
  const words = document.querySelector(".first-paint p") ?? notice();
  words.textContent =
    "Siden kunne ikke starte. Hent den igen, eller prøv en nyere browser. · The page could not start. Reload it, or try a newer browser.";
});

/** A place for words on a first screen, which has none. */
function notice() {
  const words = document.createElement("p");
  words.className = "notice";
  words.setAttribute("role", "alert");
  document.querySelector("#first main")?.prepend(words);
  return words;
}
