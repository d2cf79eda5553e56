// `cargo xtask bench call`: from the tap to an open data channel and to Santa's first sound, against a page with the
// official client on the same North Pole. In pairs, alternating who comes first; each sample is another family in a fresh
// browser context. Both have the microphone granted, fetch their token from the same edge, and ask for the first words by
// `response.create`. Santa is his still picture, so that his painting takes nothing from either.
import type { Browser } from "@playwright/test";
import { launchApart } from "../stack/browser.ts";
import { type Page, expect, test } from "../stack/test.ts";
import { build } from "esbuild";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { microphoneFile } from "../e2e/voices.ts";
import { Parent } from "../edge/parent.ts";

const PAIRS = Number(process.env.CALL_SANTA_PAIRS ?? 15);
const SITE = process.env.CALL_SANTA_URL!;
const BUILT = process.env.CALL_SANTA_BUILT!;

/** What our page loaded up to the sound: of that the app itself, without Santa and fonts, counts as shipped for a call. */
const loaded = new Set<string>();

interface Sample {
  channel_ms: number;
  sound_ms: number;
  /** What lies between the tap and the sound, by its name, in milliseconds after the tap. */
  steps: Record<string, number>;
}

const br = (bytes: Buffer | Uint8Array) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const median = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

test("bench call", async () => {
  const peer = await peerScript();
  const silence = await microphoneFile("da", []);
  const browser = await launchApart([`--use-file-for-fake-audio-capture=${silence}`]);
  const ours: Sample[] = [];
  const theirs: Sample[] = [];
  try {
    // One of each is not counted: the first call of a browser pays for what all later ones find ready.
    for (let pair = -1; pair < PAIRS; pair += 1) {
      const sides = [
        async () => ours.push(await sample(browser, openOurs)),
        async () => theirs.push(await sample(browser, (page, child) => openPeer(page, child, peer))),
      ];
      if (pair % 2) sides.reverse();
      for (const side of sides) await side();
      if (pair < 0) ours.length = theirs.length = 0;
      else console.log(`    pair ${pair + 1}: ours ${said(ours.at(-1)!)}, theirs ${said(theirs.at(-1)!)}`);
    }
  } finally {
    await browser.close();
  }
  const files = [...loaded].filter((file) => !/^santa\/|\.woff2$/.test(file)).toSorted();
  const oursBytes = files.reduce((sum, file) => sum + br(readFileSync(join(BUILT, file))), 0);
  const total = ["santa/santa.js", "santa/santa_bg.wasm", "santa/stage.js", "santa/life.js", "santa/worker.js", "santa/listener-worklet.js"]
    .reduce((sum, file) => sum + br(readFileSync(join(BUILT, file))), oursBytes) + statSync(join(BUILT, "santa/still.webp")).size;
  for (const file of files) console.log(`    ${file}: ${br(readFileSync(join(BUILT, file)))} bytes br`);
  console.log(`    with Santa and his picture: ${total} bytes br`);
  console.log(`    ours, after the tap: ${way(ours)}\n    theirs: ${way(theirs)}`);
  const of = (samples: Sample[], key: "channel_ms" | "sound_ms") => median(samples.map((it) => it[key]));
  // The ratio is that of the medians of two lists that were measured in turn.
  const figures = {
    bench: "call",
    pairs: ours.length,
    think_ms: Number(process.env.NORTH_POLE_THINK_MS ?? 250),
    ours_first_sound_ms: round(of(ours, "sound_ms")),
    peer_first_sound_ms: round(of(theirs, "sound_ms")),
    ratio_first_sound: ratio(of(ours, "sound_ms"), of(theirs, "sound_ms")),
    ours_channel_open_ms: round(of(ours, "channel_ms")),
    peer_channel_open_ms: round(of(theirs, "channel_ms")),
    ratio_channel_open: ratio(of(ours, "channel_ms"), of(theirs, "channel_ms")),
    ours_bytes_br: oursBytes,
    peer_bytes_br: br(Buffer.from(peer)),
    ratio_bytes: ratio(oursBytes, br(Buffer.from(peer))),
  };
  writeFileSync(process.env.CALL_SANTA_FIGURES!, JSON.stringify(figures));
});

const round = (value: number) => Math.round(value);
const ratio = (a: number, b: number) => Math.round((a / b) * 1000) / 1000;
/** The medians of the steps, in the order in which they come. */
const way = (samples: Sample[]) =>
  Object.keys(samples[0]!.steps)
    .map((name) => [name, median(samples.map((it) => it.steps[name] ?? Number.NaN))] as const)
    .toSorted(([, a], [, b]) => a - b)
    .map(([name, at]) => `${name} ${round(at)}`)
    .join(", ");
const said = ({ channel_ms, sound_ms }: Sample) => `${round(channel_ms)}/${round(sound_ms)} ms`;

async function peerScript(): Promise<string> {
  const bundle = await build({
    entryPoints: [join(import.meta.dirname, "peer.page.ts")],
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    write: false,
    logLevel: "silent",
  });
  return bundle.outputFiles[0]!.text;
}

/** A family of its own, a page with one button, a tap, and the times of what followed. */
async function sample(browser: Browser, open: (page: Page, child: string) => Promise<void>): Promise<Sample> {
  const { parent, child } = await Parent.withChild(SITE);
  const context = await browser.newContext({
    baseURL: SITE,
    locale: "da-DK",
    viewport: { width: 1180, height: 820 },
    permissions: ["microphone", "camera"],
    bypassCSP: true,
  });
  try {
    await context.addCookies([...parent.browser.cookies].map(([name, value]) => ({ name, value, url: SITE })));
    const page = await context.newPage();
    await page.addInitScript(stopwatch);
    await open(page, child);
    // Whatever is prepared before the tap has had its time, as with a child that looks at the button.
    await page.waitForTimeout(1_500);
    await page.getByRole("button", { name: /Ring|Call/ }).first().click();
    const times = () => page.evaluate(() => (window as unknown as { times: Partial<Record<string, number>> }).times);
    await expect.poll(async () => (await times()).sound ?? 0, { timeout: 20_000, intervals: [100] }).toBeGreaterThan(0);
    const { tap, channel, sound, ...steps } = await times();
    const since = ([name, at]: [string, number | undefined]) => [name, at! - tap!] as const;
    return {
      channel_ms: channel! - tap!,
      sound_ms: sound! - tap!,
      steps: Object.fromEntries(Object.entries(steps).map(since)),
    };
  } finally {
    await context.close();
    for (const { id } of (await parent.browser.get("/api/overview")).body.calls) await parent.end(id);
  }
}

async function openOurs(page: Page, child: string): Promise<void> {
  page.on("response", (answer) => {
    const file = /\/b\/[0-9a-f]+\/(.+)$/.exec(new URL(answer.url()).pathname)?.[1];
    if (file) loaded.add(file);
  });
  await page.goto(`/ring/${child}`);
  await expect(page.getByRole("button", { name: /Ring|Call/ }).first()).toBeEnabled();
  await expect(page.locator(".santa")).toHaveAttribute("data-santa", "still");
}

/** The other page stands under the same origin, so that the edge takes its question for a token. It is put up in the place
 * of a plain file: a page that the test would serve by itself may not reach a stand-in on this machine. */
async function openPeer(page: Page, child: string, script: string): Promise<void> {
  await page.goto("/robots.txt");
  await page.evaluate((child) => {
    document.body.innerHTML = "<button>Call</button>";
    window.child = child;
  }, child);
  await page.evaluate(script);
  await expect(page.locator("body")).toHaveAttribute("data-ready", "yes");
}

/** Runs in either page before its own scripts: notes the tap, the opening of the data channel and the first sound. */
function stopwatch(): void {
  const times: Record<string, number> = {};
  (window as unknown as { times: typeof times }).times = times;
  // Santa stays the still picture.
  HTMLCanvasElement.prototype.getContext = () => null;
  Reflect.deleteProperty(window, "OffscreenCanvas");
  window.addEventListener("click", () => (times.tap ??= performance.now()), { capture: true });
  // Every step that is waited for, when it begins and when it is done.
  const watch = (name: string, work: Promise<unknown>) => {
    times[`${name} asked`] ??= performance.now();
    void work.then(
      () => (times[`${name} there`] ??= performance.now()),
      () => undefined,
    );
  };
  const { fetch } = window;
  window.fetch = (what, how) => {
    const address = new URL(what instanceof Request ? what.url : what, location.href).pathname;
    const answer = fetch(what, how);
    if (address === "/api/calls") watch("token", answer);
    else if (address.endsWith("/realtime/calls")) watch("answer", answer);
    return answer;
  };
  const ask = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function (constraints) {
    const stream = ask.call(this, constraints);
    watch(constraints?.video ? "camera" : "microphone", stream);
    return stream;
  };
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener("track", ({ track }) => listen(new MediaStream([track])));
      this.addEventListener("connectionstatechange", () => (times[`line ${this.connectionState}`] ??= performance.now()));
    }
    createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, options);
      channel.addEventListener("open", () => (times.channel ??= performance.now()));
      const send = channel.send.bind(channel) as (text: string) => void;
      channel.send = ((text: string) => {
        if (text.includes("response.create")) times["words asked"] ??= performance.now();
        send(text);
      }) as typeof channel.send;
      channel.addEventListener("message", ({ data }) => {
        const { type } = JSON.parse(data);
        if (["session.created", "response.created", "output_audio_buffer.started"].includes(type)) times[type] ??= performance.now();
      });
      return channel;
    }
  };
  function listen(stream: MediaStream): void {
    // Chromium gives a remote stream to Web Audio only while a media element has it too.
    const element = Object.assign(new Audio(), { srcObject: stream, muted: true });
    void element.play();
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 512 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      if (samples.some((sample) => Math.abs(sample) > 0.01)) {
        times.sound = performance.now();
        clearInterval(timer);
      }
    }, 5);
  }
}
