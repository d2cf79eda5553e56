// @ts-check
// Keeps the files of one build, so that the app starts without waiting for the line, and says so kindly where there is no
// line at all. It answers for files and pages only: what is asked of `/api` or of another origin never passes through it.
// `cargo xtask build` fills in the two constants; a change of any file gives another build and another list.
const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));

const BUILD = "{{build}}";
const FILES = ["{{files}}"];

const CACHE = `build ${BUILD}`;
const OFFLINE_PAGE = `${BUILD}keeper/offline`;

scope.addEventListener("install", (event) => {
  spareTheQuestion(event);
  event.waitUntil(fill());
});

// The caches of this build and of the one before it: a window that still shows the older one, perhaps in the middle of a
// call, goes on finding its files.
scope.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => scope.clients.claim())));

scope.addEventListener("message", (event) => {
  if (event.data === "which build") event.ports[0]?.postMessage(BUILD);
  if (event.data === "take over") event.waitUntil(scope.skipWaiting());
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.location.origin || url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(offline));
  else if (url.pathname.startsWith("/b/")) event.respondWith(kept(request));
});

/**
 * Waking this worker and asking it takes time in which a call would not begin. Chromium can be told once what it would answer.
 * @param {ExtendableEvent & {addRoutes?: (rules: object[]) => void}} event
 */
function spareTheQuestion(event) {
  event.addRoutes?.([
    { condition: { requestMethod: "post" }, source: "network" },
    { condition: { urlPattern: { pathname: "/api/*" } }, source: "network" },
    { condition: { urlPattern: { pathname: "/b/*" } }, source: "cache" },
  ]);
}

async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    FILES.map(async (file) => {
      const answer = await fetch(file);
      // A file that is missing is answered by the neutral shell, which must not be kept in its place.
      const isPage = answer.headers.get("content-type")?.startsWith("text/html") ?? false;
      if (!answer.ok || isPage !== (file === OFFLINE_PAGE)) throw new Error(`${file} is not there`);
      await cache.put(file, answer);
    }),
  );
}

async function tidy() {
  const kept = (await caches.keys()).filter((name) => name !== CACHE);
  await Promise.all(kept.slice(0, -1).map((name) => caches.delete(name)));
}

/** @param {Request} request */
async function kept(request) {
  return (await caches.match(request.url)) ?? fetch(request);
}

async function offline() {
  return (await caches.match(OFFLINE_PAGE)) ?? Response.error();
}
