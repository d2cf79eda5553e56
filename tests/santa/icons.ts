// Writes the app's icons and the picture that is shown where its address is shared: `node icons.ts FOLDER OUT`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type Size, sheet, studio } from "./studio.ts";

interface Cut {
  file: string;
  /** What is taken of the drawing, in its pixels. */
  taken: Size & { x: number; y: number };
  /** How large it is in the end. */
  size: Size;
}

/** What is drawn of him, and what is cut out of it. */
interface Drawing {
  study: string;
  drawn: Size;
  cuts: Cut[];
}

/** The large ones would weigh half a megabyte each as PNG, which only Apple and tabs insist on. */
const TYPES: Record<string, string> = { png: "image/png", webp: "image/webp", jpg: "image/jpeg" };

const square = (side: number): Size => ({ width: side, height: side });
const whole = (size: Size) => ({ x: 0, y: 0, ...size });
/** From the hat to the beard, so that he is known again where there is little room. */
const face = (file: string, side: number): Cut => ({ file, taken: { x: 75, y: 0, ...square(690) }, size: square(side) });

const SHARED: Size = { width: 1200, height: 630 };
const DRAWINGS: Drawing[] = [
  {
    study: "smile",
    drawn: square(840),
    cuts: [
      face("favicon.png", 48),
      face("apple-touch-180.png", 180),
      face("icon-192.webp", 192),
      face("icon-512.webp", 512),
      // A system may cut any shape out of it that leaves a circle of four fifths: so his face is in the middle, the room about it.
      { file: "maskable-512.webp", taken: whole(square(840)), size: square(512) },
    ],
  },
  { study: "waving", drawn: SHARED, cuts: [{ file: "social.jpg", taken: whole(SHARED), size: SHARED }] },
];

const [folder, out] = process.argv.slice(2);
const { page, browser } = await studio(folder!);
try {
  for (const { study, drawn, cuts } of DRAWINGS) {
    const picture = await sheet(page, [study], drawn, true, 1);
    for (const cut of cuts) writeFileSync(join(out!, cut.file), await taken(page, picture, cut));
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
