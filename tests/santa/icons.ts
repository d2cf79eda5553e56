// Writes the app's icons and the picture that is shown where its address is shared: `node icons.ts FOLDER OUT`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type Size, sheet, studio } from "./studio.ts";

interface Cut {
  file: string;
  study: string;
  /** What is drawn of him, in pixels. */
  drawn: Size;
  /** What is taken of that. */
  taken: Size & { x: number; y: number };
  /** How large it is in the end. */
  size: Size;
}

/** The large ones would weigh half a megabyte each as PNG, which only Apple and tabs insist on. */
const TYPES: Record<string, string> = { png: "image/png", webp: "image/webp", jpg: "image/jpeg" };

const square = (side: number): Size => ({ width: side, height: side });
/** From the hat to the beard, so that he is known again where there is little room. */
const face = (file: string, side: number): Cut => ({
  file, study: "smile", drawn: square(840), taken: { x: 75, y: 0, ...square(690) }, size: square(side),
});

const CUTS: Cut[] = [
  face("favicon.png", 48),
  face("apple-touch-180.png", 180),
  face("icon-192.png", 192),
  face("icon-512.webp", 512),
  // A system may cut any shape out of it that leaves a circle of four fifths: so his face is in the middle, the room about it.
  { file: "maskable-512.webp", study: "smile", drawn: square(840), taken: { x: 0, y: 0, ...square(840) }, size: square(512) },
  { file: "social.jpg", study: "waving", drawn: { width: 1200, height: 630 }, taken: { x: 0, y: 0, width: 1200, height: 630 }, size: { width: 1200, height: 630 } },
];

const [folder, out] = process.argv.slice(2);
const { page, browser } = await studio(folder!);
try {
  for (const cut of CUTS) {
    const drawn = await sheet(page, [cut.study], cut.drawn, true, 1);
    writeFileSync(join(out!, cut.file), await taken(page, drawn, cut));
  }
} finally {
  await browser.close();
}

async function taken(page: Page, drawn: Buffer, { file, taken, size }: Cut): Promise<Buffer> {
  const picture = await page.evaluate(
    async ({ drawn, taken, size, type }) => {
      const whole = await createImageBitmap(await (await fetch(drawn)).blob());
      const canvas = new OffscreenCanvas(size.width, size.height);
      const pen = canvas.getContext("2d")!;
      pen.imageSmoothingQuality = "high";
      pen.drawImage(whole, taken.x, taken.y, taken.width, taken.height, 0, 0, size.width, size.height);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.85 })).arrayBuffer());
      return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
    },
    { drawn: `data:image/png;base64,${drawn.toString("base64")}`, taken, size, type: TYPES[file.split(".").pop()!]! },
  );
  return Buffer.from(picture, "base64");
}
