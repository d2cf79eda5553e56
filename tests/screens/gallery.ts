// The page that shows the pictures: a row a screen, its sizes side by side, each at the same scale.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Picture {
  tour: string;
  screen: string;
  tongue: string;
  theme: string;
  /** The window, in CSS pixels. */
  width: number;
  height: number;
  /** Where it lies, from the page. */
  file: string;
}

/** How wide a picture stands on the page, for each pixel of its window. */
const SCALE = 0.38;
const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 2rem; }
  nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin-block: 1rem 2rem; }
  section { margin-block: 2.5rem; padding-top: 1rem; border-top: 1px solid color-mix(in srgb, currentcolor 25%, transparent); }
  .pictures { display: flex; flex-wrap: wrap; align-items: start; gap: 1.25rem; }
  figure { margin: 0; }
  figure a { display: block; overflow: hidden; max-height: 32rem; box-shadow: 0 0 0 1px color-mix(in srgb, currentcolor 25%, transparent); }
  figcaption { font-size: 0.8rem; opacity: 0.75; }
  img { display: block; height: auto; }
`;

/** Writes `index.html` over what was taken now; it leads to the pictures that an earlier run for another purpose left. */
export function writeIndex(folder: string, wanted: string, pictures: Picture[]): void {
  const screens = new Map<string, Picture[]>();
  for (const picture of pictures) {
    const key = `${picture.tour}: ${picture.screen}`;
    screens.set(key, [...(screens.get(key) ?? []), picture]);
  }
  const id = (screen: string) => screen.replace(/\W+/g, "-");
  const sections = [...screens].map(([screen, all]) => {
    const figures = all.map(({ file, width, height, tongue, theme }) => {
      const words = `${width} × ${height}, ${tongue}, ${theme}`;
      return `<figure><a href="${file}"><img src="${file}" width="${Math.round(width * SCALE)}" alt="${screen}, ${words}" loading="lazy"></a><figcaption>${words}</figcaption></figure>`;
    });
    return `<section id="${id(screen)}"><h2>${screen}</h2><div class="pictures">${figures.join("")}</div></section>`;
  });
  const links = [...screens.keys()].map((screen) => `<a href="#${id(screen)}">${screen}</a>`);
  const name = wanted === "some" ? "index.html" : `${wanted}.html`;
  const others = ["index.html", "all.html", "pseudo.html"].filter((page) => page !== name && existsSync(join(folder, page)));
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Call Santa: screens</title><style>${STYLE}</style></head>
<body><h1>Call Santa: ${screens.size} screens, ${pictures.length} pictures</h1>
<p>${others.map((other) => `<a href="${other}">${other}</a>`).join(" · ")}</p>
<nav>${links.join("")}</nav>
${sections.join("\n")}
</body></html>`;
  writeFileSync(join(folder, name), page);
}
