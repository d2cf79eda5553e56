// The picture test: Santa's studies in the low tier, small, against the committed reference.
// `node compare.ts FOLDER REFERENCE OUT [accept]`; with `accept` the reference is written anew.
//
// Compared is structure (SSIM over the lightness of blocks of eight points) and colour where he stands, study by study, so that another
// Chromium's rounding passes and a broken Santa does not. To be sure of the latter, a Santa who lost his fur, and one who shut
// his eyes, are laid against the same reference and have to fail.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { sheet, studio } from "./studio.ts";

const NAMES = ["rest", "blink", "smile", "AA", "EE", "OO", "MM", "laugh", "surprised", "thinking", "waving", "list"];
const SIZE = { width: 240, height: 180 };
const COLUMNS = 4;
/** How alike a study has to be: structure at least, on the whole and in its worst place; colour at most. */
const ALIKE = { structure: 0.96, worst: 0.7, colour: 0.02 };

const [folder, reference, out, accept] = process.argv.slice(2);
const { page, browser } = await studio(folder);
try {
  const drawn = await sheet(page, NAMES, SIZE, false, COLUMNS);
  writeFileSync(out, drawn);
  if (accept === "accept") writeFileSync(reference, drawn);
  if (!existsSync(reference)) throw new Error(`${reference} is missing`);
  const wanted = readFileSync(reference);
  const broken = await sheet(page, NAMES, SIZE, false, COLUMNS, "image/png", 2);
  let failed = 0;
  for (const [i, name] of NAMES.entries()) {
    const [same, bald] = [await compare(drawn, wanted, i, i), await compare(broken, wanted, i, i)];
    console.log(`${name}: ${said(same)} (without fur ${said(bald)})`);
    if (!alike(same)) {
      failed += 1;
      console.log(`  ${name} does not look as it should: see ${out}`);
    }
    if (alike(bald)) {
      failed += 1;
      console.log(`  the test would not notice that ${name} lost its fur`);
    }
  }
  const blind = await compare(drawn, wanted, NAMES.indexOf("blink"), NAMES.indexOf("rest"));
  console.log(`blink instead of rest: ${said(blind)}`);
  if (alike(blind)) {
    failed += 1;
    console.log("  the test would not notice shut eyes");
  }
  if (failed) process.exitCode = 1;
} finally {
  await browser.close();
}

interface Likeness { structure: number; worst: number; colour: number }

function alike({ structure, worst, colour }: Likeness): boolean {
  return structure >= ALIKE.structure && worst >= ALIKE.worst && colour <= ALIKE.colour;
}

function said({ structure, worst, colour }: Likeness): string {
  return `structure ${structure.toFixed(3)}, worst ${worst.toFixed(2)}, colour ${colour.toFixed(4)}`;
}

/** Lays one study of one sheet against one of another. */
function compare(a: Buffer, b: Buffer, ofA: number, ofB: number): Promise<Likeness> {
  return page.evaluate(
    async ({ pictures, size, columns }) => {
      const [one, other] = await Promise.all(pictures.map(async ({ text, study }) => {
        const [x, y] = [(study % columns) * size.width, Math.floor(study / columns) * size.height];
        const bytes = Uint8Array.from(atob(text), (it) => it.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes]));
        const pen = new OffscreenCanvas(size.width, size.height).getContext("2d")!;
        pen.drawImage(picture, -x, -y);
        return pen.getImageData(0, 0, size.width, size.height).data;
      }));
      const light = (data: Uint8ClampedArray, i: number) => (0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2]) / 255;
      let [structure, colour, blocks] = [0, 0, 0];
      const places = new Map<string, number[]>();
      for (let by = 0; by + 8 <= size.height; by += 4) {
        for (let bx = size.width * 0.25; bx + 8 <= size.width * 0.75; bx += 4) {
          let [ma, mb, aa, bb, ab] = [0, 0, 0, 0, 0];
          const hue = [0, 0, 0];
          for (let dy = 0; dy < 8; dy++) {
            for (let dx = 0; dx < 8; dx++) {
              const i = ((by + dy) * size.width + bx + dx) * 4;
              const [p, q] = [light(one, i), light(other, i)];
              ma += p / 64; mb += q / 64; aa += p * p / 64; bb += q * q / 64; ab += p * q / 64;
              for (let c = 0; c < 3; c++) hue[c] += (one[i + c] - other[i + c]) / 255 / 64;
            }
          }
          const [va, vb, cov] = [aa - ma * ma, bb - mb * mb, ab - ma * mb];
          const likeness = ((2 * ma * mb + 1e-4) * (2 * cov + 9e-4)) / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4));
          structure += likeness;
          const place = `${Math.floor(bx / 20)} ${Math.floor(by / 20)}`;
          places.set(place, [...(places.get(place) ?? []), likeness]);
          colour += Math.abs(hue[0]) + Math.abs(hue[1]) + Math.abs(hue[2]);
          blocks += 1;
        }
      }
      const means = [...places.values()].map((all) => all.reduce((sum, it) => sum + it, 0) / all.length);
      return { structure: structure / blocks, worst: Math.min(...means), colour: colour / blocks / 3 };
    },
    {
      pictures: [{ text: a.toString("base64"), study: ofA }, { text: b.toString("base64"), study: ofB }],
      size: SIZE,
      columns: COLUMNS,
    },
  );
}
