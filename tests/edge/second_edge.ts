// A second edge with variables of its own, for what the running one can't show: the same build, an empty database.
import { spawn } from "node:child_process";
import { closeSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { cron } from "./http.ts";
import { NORTH_POLE, ROOT, SECOND_EDGE, WORK } from "../stack/address.ts";

const WRANGLER = join(ROOT, "node_modules/.bin/wrangler");
const EDGE = process.env.CALL_SANTA_EDGE ?? join(ROOT, "dist/test/edge");

/** An edge that can be started, killed and started again. */
export class SecondEdge {
  readonly url = SECOND_EDGE;
  private readonly folder = mkdtempSync(join(tmpdir(), "second-edge-"));
  private group: number | undefined;

  constructor(variables: Record<string, string>) {
    if (!existsSync(join(EDGE, "index.js"))) throw new Error(`no build of the edge in ${EDGE}`);
    mkdirSync(join(this.folder, "site"));
    writeFileSync(join(this.folder, "site/index.html"), "<!doctype html><title>Empty</title>");
    const lines = Object.entries({ ...COMMON, ...variables }).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(this.folder, "edge.vars"), lines.join(""));
    // The empty database that every stack of the journeys begins with.
    cpSync(join(WORK, "migrated"), this.state, { recursive: true });
  }

  /** Where it keeps its database. */
  get state(): string {
    return join(this.folder, "state");
  }

  /** Everything that it wrote down. */
  get log(): string {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  /** Everything that it wrote down until now. That comes by a pipe, and a round of cron is written down after all before it. */
  async logUntilNow(): Promise<string> {
    const rounds = () => this.log.match(/"event":"chores"/g)?.length ?? 0;
    const before = rounds();
    await cron(this.url);
    await expect.poll(rounds).toBeGreaterThan(before);
    return this.log;
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const log = openSync(join(this.folder, "log"), "a");
    const site = join(this.folder, "site");
    const wrangler = spawn(
      WRANGLER,
      ["dev", join(EDGE, "index.js"), "--no-bundle", "--show-interactive-dev-session=false", "--assets", site,
        "--port", new URL(SECOND_EDGE).port, "--inspector-port", "0", "--env-file", join(this.folder, "edge.vars"),
        ...this.place()],
      // A group of its own: wrangler starts two runtimes, and all three are to end together.
      { ...this.surroundings(), detached: true, stdio: ["ignore", log, log] },
    );
    closeSync(log);
    this.group = wrangler.pid;
    for (let tries = 0; tries < 300; tries++) {
      const up = await fetch(`${this.url}/api/health`).then(({ status }) => status === 204, () => false);
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    this.kill();
    throw new Error(`the second edge did not start:\n${this.log.slice(-2000)}`);
  }

  /** Kills it with everything that it started, without a warning. */
  kill(): void {
    if (this.group === undefined) return;
    try {
      process.kill(-this.group, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
    this.group = undefined;
  }

  /** Kills it and leaves nothing behind. */
  remove(): void {
    this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private place(): string[] {
    return ["--config", join(ROOT, "wrangler.toml"), "--local", "--persist-to", this.state];
  }

  private surroundings() {
    const env = {
      ...process.env,
      CI: "1",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_LOG_PATH: join(this.folder, "logs"),
      PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`,
    };
    return { env, cwd: ROOT };
  }
}

// Variables that every edge needs; OpenAI is left to the test.
const COMMON = {
  OPENAI_API_KEY: "sk-north-pole",
  MAIL_BASE_URL: NORTH_POLE,
  MAIL_API_KEY: "re_north_pole",
  CODE_KEY: "one",
  SAFETY_KEY: "two",
};
