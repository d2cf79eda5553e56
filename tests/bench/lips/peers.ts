// The same clips through two other lip-syncs, as their pages tell one to use them: `node peers.ts CLIPS MODULES OUT NAME…`.
//
// Both answer visemes and no opening; theirs is taken from the same table as the reference's. Both run in real time, so a
// clip takes as long as it sounds.
import { writeFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { serve } from "../../santa/studio.ts";

const OPENING: Record<string, number> = {
  sil: 0, PP: 0, FF: 0.1, TH: 0.2, DD: 0.18, kk: 0.24, CH: 0.14, SS: 0.12, nn: 0.18, RR: 0.3, aa: 0.9, E: 0.55, I: 0.28, O: 0.52, U: 0.28,
};

const [clips, modules, out, ...names] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--autoplay-policy=no-user-gesture-required"],
});
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(await serve({ clip: clips, "": modules }));
  const answers: Record<string, unknown> = {};
  for (const name of names) answers[name] = await page.evaluate(listen, { name, OPENING });
  writeFileSync(out, JSON.stringify(answers));
} finally {
  await browser.close();
}

async function listen({ name, OPENING }: { name: string; OPENING: Record<string, number> }) {
  const samples = new Float32Array(await (await fetch(`/clip/${name}.heard.f32`)).arrayBuffer());
  const context = new AudioContext({ sampleRate: 48000 });

  const { HeadAudio } = await import(`${location.origin}/@met4citizen/headaudio/dist/headaudio.min.mjs`);
  await context.audioWorklet.addModule("/@met4citizen/headaudio/dist/headworklet.min.mjs");
  const head = new HeadAudio(context, { processorOptions: {}, parameterData: { vadGateActiveDb: -40, vadGateInactiveDb: -60 } });
  await head.loadModel(`${location.origin}/@met4citizen/headaudio/dist/model-en-mixed.bin`);
  const shape: Record<string, number> = {};
  head.onvalue = (key: string, value: number) => { shape[key.replace("viseme_", "")] = value; };

  const { Lipsync } = await import(`${location.origin}/wawa-lipsync/dist/wawa-lipsync.es.js`);
  const wawa = new Lipsync();

  // A WAV file for the one that wants an element; a buffer for the one that wants a node.
  const wav = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const word = (at: number, text: string) => [...text].forEach((letter, i) => wav.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF"); wav.setUint32(4, 36 + samples.length * 2, true); word(8, "WAVEfmt ");
  wav.setUint32(16, 16, true); wav.setUint16(20, 1, true); wav.setUint16(22, 1, true); wav.setUint32(24, 48000, true);
  wav.setUint32(28, 96000, true); wav.setUint16(32, 2, true); wav.setUint16(34, 16, true); word(36, "data");
  wav.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => wav.setInt16(44 + i * 2, Math.max(-1, Math.min(1, sample)) * 32767, true));
  const element = new Audio(URL.createObjectURL(new Blob([wav.buffer], { type: "audio/wav" })));
  wawa.connectAudio(element);
  await element.play();

  const buffer = context.createBuffer(1, samples.length, 48000);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(head);
  await context.resume();
  const began = context.currentTime;
  source.start(began);

  const [headaudio, wawaSaid]: [number, number][][] = [[], []];
  let last = performance.now();
  let eased = 0;
  await new Promise<void>((done) => {
    const frame = () => {
      const now = performance.now();
      head.update(now - last);
      last = now;
      const weights = Object.entries(shape).filter(([key]) => key in OPENING);
      headaudio.push([context.currentTime - began, weights.reduce((sum, [key, value]) => sum + value * OPENING[key], 0)]);
      wawa.processAudio();
      // It names one viseme a frame; its own example eases the mesh towards it.
      eased += (OPENING[String(wawa.viseme).replace("viseme_", "")] - eased) * 0.4;
      wawaSaid.push([element.currentTime, eased]);
      if (context.currentTime - began < samples.length / 48000 + 0.2) setTimeout(frame, 16);
      else done();
    };
    frame();
  });
  element.pause();
  await context.close();
  return { headaudio, wawa: wawaSaid };
}
