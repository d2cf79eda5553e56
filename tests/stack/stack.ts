// A stack of the worker's own: `cargo xtask` starts it, as it starts every other, and ends it when its standard input ends,
// so that nothing is left behind even where the worker is killed.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { CALL_SANTA, LANE } from "./address.ts";

export class Stack {
  private constructor(private readonly program: ChildProcess) {}

  /** Starts it with an empty database, and waits until it serves. */
  static async start(): Promise<Stack> {
    const xtask = process.env.CALL_SANTA_XTASK;
    if (!xtask) throw new Error("journeys are run by `cargo xtask test journeys`, which builds what they need");
    const program = spawn(xtask, ["serve-lane", `${LANE}`], { stdio: ["pipe", "pipe", "pipe"] });
    let told = "";
    const serves = new Promise<void>((resolve, reject) => {
      const listen = (piece: Buffer) => {
        told += piece;
        if (told.includes(`Serving on ${CALL_SANTA}`)) resolve();
      };
      program.stdout.on("data", listen);
      program.stderr.on("data", listen);
      program.once("exit", () => reject(new Error(`the stack of lane ${LANE} did not start:\n${told.slice(-3000)}`)));
    });
    await serves;
    return new Stack(program);
  }

  /** Ends it, and waits until its ports are free again. */
  async end(): Promise<void> {
    if (this.program.exitCode !== null) return;
    const ended = once(this.program, "exit");
    this.program.stdin!.end();
    await ended;
  }
}
