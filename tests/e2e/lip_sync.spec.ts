// Santa's mouth follows Santa's voice: what his body does in a call, laid against what an analyser hears on the line. It is
// measured, so it runs alone and at Santa's usual pace.
//
// He is not painted here (no graphics chip); ears, lip-sync and acting run in his Worker as they do on a tablet.
import { expect, test } from "../stack/test.ts";
import { Family } from "./parent.ts";
import { setPace } from "./reports.ts";

type Series = [at: number, value: number][];
interface Kept {
  mouth: Series;
  sound: Series;
}

/** One point of either series stands for so many milliseconds. */
const GRID_MS = 20;
const SILENT_DBFS = -48;

test("his mouth moves with his voice and rests when it stops", async () => {
  test.setTimeout(180_000);
  await Family.arrive("da", async (family) => {
    const { page, screen } = family;
    await page.addInitScript(keep);
    await family.withChild("Alma", 7);
    await setPace({ speed: 1 });
    await family.call();
    await expect(screen).toHaveAttribute("data-call", "listening", { timeout: 60_000 });
    await page.waitForTimeout(1_500);
    const kept = await page.evaluate(() => (window as unknown as { kept: Kept }).kept);
    expect(kept.mouth.length).toBeGreaterThan(100);

    const start = Math.max(kept.mouth[0][0], kept.sound[0][0]);
    const end = Math.min(kept.mouth.at(-1)![0], kept.sound.at(-1)![0]);
    const count = Math.floor((end - start) / GRID_MS);
    const at = (series: Series) => resampled(series, start, count);
    const loud = smoothed(at(kept.sound).map((dbfs) => Math.max(0, dbfs - SILENT_DBFS)));
    const mouth = at(kept.mouth);
    const fits = Array.from({ length: 13 }, (_, lag) => correlation(loud.slice(0, count - lag), mouth.slice(lag)));
    const best = Math.max(...fits);
    console.log(`    mouth and sound: correlation ${best.toFixed(2)} at ${fits.indexOf(best) * GRID_MS} ms`);
    expect(best).toBeGreaterThanOrEqual(0.7);

    const rests = [...pauses(at(kept.sound))].map((pause) => {
      const shut = mouth.slice(pause).findIndex((jaw) => jaw < 0.1);
      return shut < 0 ? Infinity : shut * GRID_MS;
    });
    console.log(`    at rest after ${rests.join(", ")} ms`);
    expect(rests.length).toBeGreaterThan(0);
    expect(rests.sort((a, b) => a - b)[Math.floor(rests.length / 2)]).toBeLessThanOrEqual(250);
    await family.tap(page.getByRole("button", { name: family.say("call.hang_up") }));
  });
});

/** Where the sound stops for at least half a second after at least that much of it. */
function* pauses(dbfs: number[]): Generator<number> {
  const half = 500 / GRID_MS;
  for (let i = half; i < dbfs.length - half; i++) {
    const silent = dbfs.slice(i, i + half).every((it) => it < SILENT_DBFS);
    if (silent && dbfs[i - 1] >= SILENT_DBFS && dbfs.slice(i - half, i).filter((it) => it >= SILENT_DBFS).length > half / 2) yield i;
  }
}

function resampled(series: Series, start: number, count: number): number[] {
  let k = 0;
  return Array.from({ length: count }, (_, i) => {
    while (k + 1 < series.length && series[k + 1][0] <= start + i * GRID_MS) k += 1;
    return series[k][1];
  });
}

/** Over a tenth of a second: a jaw does not follow every beat of a voice. */
function smoothed(values: number[]): number[] {
  return values.map((_, i) => {
    const near = values.slice(Math.max(0, i - 2), i + 3);
    return near.reduce((sum, it) => sum + it, 0) / near.length;
  });
}

function correlation(a: number[], b: number[]): number {
  const mean = (x: number[]) => x.reduce((sum, it) => sum + it, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (of: (i: number) => number) => a.reduce((all, _, i) => all + of(i), 0);
  const spread = Math.sqrt(sum((i) => (a[i] - ma) ** 2) * sum((i) => (b[i] - mb) ** 2));
  return sum((i) => (a[i] - ma) * (b[i] - mb)) / spread;
}

/** Runs in the page before the app: keeps every pose of Santa's mouth, and how loud the line is. */
function keep(): void {
  const kept: Kept = { mouth: [], sound: [] };
  const now = () => performance.timeOrigin + performance.now();
  Object.assign(window, {
    kept,
    santaInTests: { onPose: ({ at, jaw }: { at: number; jaw: number }) => kept.mouth.push([at, jaw]) },
  });
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener("track", ({ track }) => {
        const stream = new MediaStream([track]);
        void Object.assign(new Audio(), { srcObject: stream, muted: true }).play();
        const context = new AudioContext();
        const analyser = Object.assign(context.createAnalyser(), { fftSize: 1024 });
        context.createMediaStreamSource(stream).connect(analyser);
        const samples = new Float32Array(analyser.fftSize);
        setInterval(() => {
          analyser.getFloatTimeDomainData(samples);
          const power = samples.reduce((sum, it) => sum + it * it, 0) / samples.length;
          kept.sound.push([now(), 10 * Math.log10(power + 1e-9)]);
        }, 10);
      });
    }
  };
}
