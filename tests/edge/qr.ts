// QR codes, read by a decoder that knows nothing of how ours are made.
import jsqr from "jsqr";

// The package is CommonJS and its types are not; both forms are met, depending on who compiles.
const read = ((jsqr as unknown as { default?: typeof jsqr }).default ?? jsqr) as unknown as (
  data: Uint8ClampedArray,
  width: number,
  height: number,
) => { data: string } | null;

/** What a picture of so many pixels says, in RGBA; undefined where no code can be read in it. */
export function textIn(pixels: Uint8ClampedArray, width: number, height: number): string | undefined {
  return read(pixels, width, height)?.data;
}

/** What the path of an answer says, drawn as a browser would: dark stretches on light paper. */
export function textOf({ qr_size: size, qr_path: path }: { qr_size: number; qr_path: string }): string | undefined {
  const scale = 4;
  const width = size * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  const dark = (x: number, y: number) => pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let row = 0; row < scale; row++) {
      for (let column = 0; column < Number(run) * scale; column++) dark(Number(x) * scale + column, Number(y) * scale + row);
    }
  }
  return textIn(pixels, width, width);
}
