// The table of promises, read from `tests/promises.md`.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

export interface Proof {
  /** The file, from the workspace's root. */
  file: string;
  /** The test's name as its source writes it; `${language}` stands for each language. */
  name: string;
}

export interface Row {
  /** `P4`, `R19`, `A2`. */
  id: string;
  /** What is promised. */
  what: string;
  /** What is not proven yet. */
  open: string | undefined;
  proofs: Proof[];
}

const OPEN = "**open** ";

/** Every row of the table. */
export function promises(): Row[] {
  const lines = readFileSync(join(ROOT, "tests/promises.md"), "utf8").matchAll(/^\| ([PRA]\d+) \| ([^|]+) \| (.+) \|$/gm);
  return [...lines].map(([, id, what, cell]) => {
    const parts = cell.split("<br>");
    const open = parts[0].startsWith(OPEN) ? parts.shift()!.slice(OPEN.length) : undefined;
    const proofs = parts.map((proof) => {
      const [, file, name] = proof.match(/^`([^`]+)` (.+)$/) ?? [];
      if (!name) throw new Error(`${id}: this names no test: ${proof}`);
      return { file, name };
    });
    return { id, what, open, proofs };
  });
}
