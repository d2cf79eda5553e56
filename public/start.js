// Starts the app. It stands alone because the page's policy allows no inline script.
import start from "./app.js";
import { complain, painted } from "./first.js";

// The browser says once, and early, that it could install the app; the dashboard asks for it later.
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.installPrompt = event;
});

await painted();
start({ module_or_path: new URL("./app_bg.wasm", import.meta.url) }).catch(() =>
  complain("Siden kunne ikke starte. Hent den igen, eller prøv en nyere browser. · The page could not start. Reload it, or try a newer browser."),
);
