// A studio for Santa alone: Chromium opens his module on a canvas, without the app, and has him pose.
//
// He is drawn by a processor here.
import { copyFileSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Browser, type Page, chromium } from "@playwright/test";

const TYPES: Record<string, string> = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };

/** Serves files of folders by the first part of their path, an empty page for none; closes with the process. */
export async function serve(folders: Record<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, "http://localhost").pathname.slice(1);
    const [first, ...rest] = path.split("/");
    try {
      const body = !path ? "<!doctype html><title>Santa's studio</title>"
        : readFileSync(rest.length && folders[first] ? join(folders[first], ...rest) : join(folders[""], path));
      response.writeHead(200, { "content-type": path ? (TYPES[path.split(".").pop()!] ?? "application/octet-stream") : "text/html" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.unref();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface Size {
  width: number;
  height: number;
}

/** Lays the product's own glue beside the module in `folder`, and answers that folder. */
export function withGlue(folder: string, glue: string): string {
  for (const name of ["stage.js", "life.js", "worker.js", "listener-worklet.js"]) copyFileSync(join(glue, name), join(folder, name));
  return folder;
}

/** Opens a studio whose module lies in `folder` (`santa.js`, `santa_bg.wasm`). */
export async function studio(folder: string): Promise<{ page: Page; browser: Browser }> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--enable-unsafe-swiftshader", "--autoplay-policy=no-user-gesture-required"],
  });
  const page = await browser.newPage();
  page.on("console", (message) => console.log(`    ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => console.log(`    ${error.message}`));
  await page.goto(await serve({ "": folder }));
  return { page, browser };
}

/** Has him pose once for each name, by lamplight or at night; answers one picture with all of them side by side, `columns` in a row. */
export async function sheet(
  page: Page, names: string[], size: Size, fine: boolean, columns: number, type = "image/png",
  shells?: number, night = false): Promise<Buffer> {
  const picture = await page.evaluate(
    async ({ names, size, fine, columns, type, shells, night }) => {
      const { default: init, Stage } = await import(`${location.origin}/santa.js`);
      await init();
      const canvas = new OffscreenCanvas(1, 1);
      const start = performance.now();
      const stage = Stage.open(canvas, JSON.stringify({
        size: { ...size, scale: 1 }, seed: 1, reducedMotion: false, fine, softwareToo: true, unseen: false }));
      if (stage.fault()) throw new Error(stage.fault());
      console.log(`set up in ${Math.round(performance.now() - start)} ms`);
      // As much fur as his tier has, or as little as is asked for.
      const [fur, fuzz] = shells ? [shells, 0] : fine ? [12, 4] : [6, 2];
      const wall = new OffscreenCanvas(size.width * columns, size.height * Math.ceil(names.length / columns));
      const pen = wall.getContext("2d")!;
      for (const [i, name] of names.entries()) {
        const since = performance.now();
        if (!stage.study(name, fur, fuzz)) throw new Error(`there is no study ${name}`);
        const [x, y] = [(i % columns) * size.width, Math.floor(i / columns) * size.height];
        pen.drawImage(canvas, x, y);
        stage.finish();
        console.log(`${name}: ${Math.round(performance.now() - since)} ms`);
      }
      stage.free();
      if (night) {
        // The lamps are out: moonlight over everything, and what is left of the fire on the side where it burns.
        const { width, height } = wall;
        pen.globalCompositeOperation = "multiply";
        const dark = pen.createRadialGradient(width * 0.16, height * 0.86, 0, width * 0.3, height * 0.7, Math.hypot(width, height) * 0.85);
        for (const [at, colour] of [[0, "#ffd0a0"], [0.32, "#d6a68f"], [0.62, "#8883ac"], [1, "#4a5690"]] as const) dark.addColorStop(at, colour);
        pen.fillStyle = dark;
        pen.fillRect(0, 0, width, height);
        pen.globalCompositeOperation = "screen";
        const moon = pen.createRadialGradient(width * 0.9, height * 0.3, 0, width * 0.8, height * 0.36, width * 0.7);
        for (const [at, colour] of [[0, "rgba(70,96,170,.34)"], [1, "rgba(30,44,96,0)"]] as const) moon.addColorStop(at, colour);
        pen.fillStyle = moon;
        pen.fillRect(0, 0, width, height);
      }
      const bytes = new Uint8Array(await (await wall.convertToBlob({ type, quality: 0.72 })).arrayBuffer());
      let text = "";
      for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
      return btoa(text);
    },
    { names, size, fine, columns, type, shells, night },
  );
  return Buffer.from(picture, "base64");
}
