// @ts-check
// The page that stands in for all others while there is no line. It speaks the language that was chosen here.
const wanted = document.cookie.match(/(?:^|; )language=(da|en)/)?.[1] ?? navigator.languages.find((tag) => /^(da|en)/.test(tag)) ?? "da";
const spoken = wanted.startsWith("en") ? "en" : "da";
document.documentElement.lang = spoken;
for (const words of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("main [lang]"))) words.hidden = words.lang !== spoken;
for (const button of document.querySelectorAll("button")) button.addEventListener("click", () => location.reload());
// The browser may believe in a line that is none, or not notice one, so the edge itself is asked. What is no GET passes the
// service worker by.
async function look() {
  const answer = await fetch(location.pathname, { method: "HEAD" }).catch(() => undefined);
  if (answer?.ok) location.reload();
}
addEventListener("online", look);
setInterval(look, 4_000);
