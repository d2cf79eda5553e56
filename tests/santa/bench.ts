// Figures of Santa in Chromium: `node bench.ts FOLDER PUBLIC`, one line of JSON. FOLDER holds his module with studies,
// PUBLIC the glue of the product. A processor draws here, so what is counted is the page's own work, not the drawing.
import { studio, withGlue } from "./studio.ts";

const [folder, glue] = process.argv.slice(2);
const { page, browser } = await studio(withGlue(folder, glue));
try {
  const drawn = await page.evaluate(async () => {
    const { default: init, Stage, cast } = await import(`${location.origin}/santa.js`);
    const module = await init();
    cast(6, 2);
    let mesh = Infinity;
    for (let i = 0; i < 3; i++) {
      const since = performance.now();
      cast(6, 2);
      mesh = Math.min(mesh, performance.now() - since);
    }
    let calls = 0;
    for (const name of ["drawElementsInstanced", "drawArrays"] as const) {
      const draw = WebGL2RenderingContext.prototype[name] as (...all: unknown[]) => void;
      (WebGL2RenderingContext.prototype as unknown as Record<string, unknown>)[name] = function (this: unknown, ...all: unknown[]) {
        calls += 1;
        return draw.apply(this, all);
      };
    }
    const start = { size: { width: 32, height: 32, scale: 1 }, seed: 3, reducedMotion: false, fine: false, softwareToo: true, unseen: false };
    const stage = Stage.open(new OffscreenCanvas(32, 32), JSON.stringify(start));
    if (stage.fault()) throw new Error(stage.fault());
    stage.message(JSON.stringify({ type: "act", state: "speaking" }));
    const costs: number[] = [];
    for (let i = 0; i < 150; i++) {
      calls = 0;
      const since = performance.now();
      stage.frame(i * 16.7);
      costs.push(performance.now() - since);
      stage.finish();
    }
    const sorted = costs.slice(10).sort((a, b) => a - b);
    const memory = (module.memory as WebAssembly.Memory).buffer.byteLength / 1e6;
    stage.free();

    // The Worker's own work while he talks: a second of sound and sixty unseen frames.
    const unseen = Stage.open(new OffscreenCanvas(32, 32), JSON.stringify({ ...start, unseen: true }));
    unseen.message(JSON.stringify({ type: "sound", sampleRate: 48000 }));
    const sound = Float32Array.from({ length: 512 }, (_, i) => 0.2 * Math.sin(i * 0.02) * Math.sin(i * 0.11));
    const since = performance.now();
    for (let i = 0; i < 300; i++) {
      for (let k = 0; k < (i % 16 < 9 ? 2 : 1); k++) unseen.hear(sound);
      unseen.frame(i * 16.7);
    }
    const worker = (performance.now() - since) / 5;
    return {
      mesh_ms_browser: mesh, frame_cpu_p50_ms: sorted[Math.floor(sorted.length * 0.5)],
      frame_cpu_p95_ms: sorted[Math.floor(sorted.length * 0.95)], draw_calls: calls, memory_mb: memory, worker_ms_per_s: worker,
    };
  });

  // The main thread's share while he talks in his Worker, on a processor slowed four times; an empty page has one too.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const share = async () => {
    const busy = async () => {
      const { metrics } = await devtools.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "TaskDuration")!.value * 1000;
    };
    await page.waitForTimeout(1500);
    const before = await busy();
    await page.waitForTimeout(5000);
    return (await busy() - before) / 5;
  };
  const empty = await share();
  await page.evaluate(async () => {
    const { open, listen } = await import(`${location.origin}/stage.js`);
    Object.assign(globalThis, { santaInTests: { unseen: true } });
    const canvas = document.body.appendChild(document.createElement("canvas"));
    const stage = await new Promise<{ post: (message: object, transfer?: Transferable[]) => void }>((done) => {
      const opened = open(canvas, {
        size: { width: 320, height: 240, scale: 1 },
        onMessage: (message: { type: string }) => message.type === "still" && done(opened),
      });
    });
    const context = new AudioContext();
    const voice = context.createOscillator();
    const out = context.createMediaStreamDestination();
    voice.connect(out);
    voice.start();
    const ears = await listen(context, out.stream);
    stage.post({ type: "act", state: "speaking" });
    stage.post({ type: "sound", sampleRate: context.sampleRate }, [ears.port]);
  });
  console.log(JSON.stringify({ ...drawn, main_thread_ms_per_s_4x: await share(), empty_page_ms_per_s_4x: empty }));
} finally {
  await browser.close();
}
