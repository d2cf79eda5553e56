// A second edge with variables of its own, for what the running one can't show: the same build, an empty database.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const WRANGLER = join(ROOT, "node_modules/.bin/wrangler");
const EDGE = process.env.CALL_SANTA_EDGE ?? join(ROOT, "dist/test/edge");

/** A running edge. */
export interface SecondEdge {
  url: string;
  stop: () => void;
}

/** Starts an edge on the port after the first one's stand-in. */
export async function startSecondEdge(variables: Record<string, string>): Promise<SecondEdge> {
  if (!existsSync(join(EDGE, "index.js"))) throw new Error(`no build of the edge in ${EDGE}`);
  const folder = mkdtempSync(join(tmpdir(), "second-edge-"));
  const site = join(folder, "site");
  mkdirSync(site);
  writeFileSync(join(site, "index.html"), "<!doctype html><title>Empty</title>");
  const file = join(folder, "edge.vars");
  writeFileSync(file, Object.entries(variables).map(([name, value]) => `${name}=${value}\n`).join(""));
  const port = Number(new URL(process.env.NORTH_POLE_URL ?? "http://localhost:8790").port) + 1;
  const common = ["--config", join(ROOT, "wrangler.toml"), "--local", "--persist-to", join(folder, "state")];
  const env = {
    ...process.env,
    CI: "1",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: join(folder, "logs"),
    PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`,
  };

  const migrated = spawnSync(WRANGLER, ["d1", "migrations", "apply", "DB", ...common], { env, cwd: ROOT });
  if (migrated.status !== 0) throw new Error(`no database: ${migrated.stderr}`);
  const wrangler = spawn(
    WRANGLER,
    ["dev", join(EDGE, "index.js"), "--no-bundle", "--show-interactive-dev-session=false", "--assets", site,
      "--port", `${port}`, "--inspector-port", "0", "--env-file", file, ...common],
    // A group of its own: wrangler starts two runtimes, and all three are to end together.
    { env, cwd: ROOT, detached: true, stdio: "ignore" },
  );
  const stop = () => {
    try {
      process.kill(-wrangler.pid!, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const url = `http://localhost:${port}`;
  for (let tries = 0; tries < 200; tries++) {
    const up = await fetch(`${url}/api/health`).then(({ status }) => status === 204, () => false);
    if (up) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error("the second edge did not start");
}
