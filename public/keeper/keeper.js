// @ts-check
// What only JavaScript can do comfortably about the service worker and installing: the app decides when.

/**
 * Registers the service worker; `onNewer` is called when pages newer than `build` lie ready while these are open.
 * @param {string} build
 * @param {() => void} onNewer
 */
export async function keep(build, onNewer) {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register("/service-worker.js");
  /** @param {ServiceWorker} worker */
  const look = async (worker) => {
    // Pages come from the network first, so these may be the newer ones already.
    if ((await buildOf(worker)) === build) worker.postMessage("take over");
    else onNewer();
  };
  if (registration.waiting) await look(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && registration.active) void look(worker);
    });
  });
  document.addEventListener("visibilitychange", () => {
    // Without a line it is asked again the next time.
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  });
}

/** Lets the newer build take over and loads its pages. */
export async function renew() {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration?.waiting) return location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting.postMessage("take over");
}

/** How the app can be installed here: "installed", "prompt", "ios" or "menu". */
export function wayToInstall() {
  if (matchMedia("(display-mode: standalone), (display-mode: fullscreen)").matches || navigator.standalone) return "installed";
  if (window.installPrompt) return "prompt";
  // An iPad calls itself a Mac, and no Mac has fingers on its screen.
  const isIos = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return isIos ? "ios" : "menu";
}

/** Shows the browser's own question; it can be asked once. */
export async function install() {
  const prompt = window.installPrompt;
  window.installPrompt = undefined;
  await prompt?.prompt();
}

/**
 * @param {ServiceWorker} worker
 * @returns {Promise<string>}
 */
function buildOf(worker) {
  return new Promise((answered) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answered(data);
    worker.postMessage("which build", [port2]);
  });
}
