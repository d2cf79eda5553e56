// What the local runtime has really written: every database file, vacuumed in a copy, and every log.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, sep } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { STATE } from "../stack/address.ts";

/** The local tool's own store of requests; it is not there in production and no part of the product. */
const OBSERVABILITY = `${sep}observability${sep}`;

function files(folder: string, wanted: (name: string) => boolean): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => wanted(name) && !name.includes(OBSERVABILITY));
}

/** The bytes of a database without what was freed: a copy, its journal taken in, vacuumed. */
function vacuumed(file: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "traces-"));
  try {
    const copy = join(folder, basename(file));
    for (const part of ["", "-wal"]) if (existsSync(file + part)) copyFileSync(file + part, copy + part);
    const database = new DatabaseSync(copy);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    return readFileSync(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A log without the lines in which the local tool names each request, which production does not write. */
function ownLines(file: string): Buffer {
  const lines = readFileSync(file, "utf8").split("\n");
  return Buffer.from(lines.filter((line) => !/\b(GET|POST|PUT|DELETE) \/api\//.test(line)).join("\n"));
}

/** Where each marker is found, as `marker in file`. */
export function traces(markers: string[]): string[] {
  const databases = files(STATE, (name) => name.endsWith(".sqlite"));
  const kinds = ["d1", "do"].filter((kind) => databases.some((name) => name.includes(`${sep}${kind}${sep}`)));
  if (kinds.length !== 2) throw new Error(`databases of ${kinds} only under ${STATE}`);
  const logs = files(dirname(STATE), (name) => name.endsWith(".log") && !name.startsWith(join(STATE, "v3")));
  if (!logs.some((name) => basename(name) === "wrangler.log")) throw new Error(`no log of the edge beside ${STATE}`);
  const everything = [
    ...databases.map((name) => [name, vacuumed(name)] as const),
    ...logs.map((name) => [name, ownLines(name)] as const),
  ];
  return everything.flatMap(([name, bytes]) =>
    markers.filter((marker) => bytes.includes(marker)).map((marker) => `${marker} in ${basename(dirname(name))}/${basename(name)}`),
  );
}

/** Where each marker is found in what the meters of calls have stored: in the files' bytes as they lie on the disk, freed
 * pages and journals included, and in every cell of their tables. A meter may know ids and times and nothing else, so names
 * are looked for as well. */
export function tracesInMeters(markers: string[]): string[] {
  const meters = files(STATE, (name) => name.includes(`${sep}do${sep}`) && /\.sqlite(-wal)?$/.test(name));
  const databases = meters.filter((name) => name.endsWith(".sqlite"));
  if (!databases.some((name) => !name.endsWith("metadata.sqlite"))) throw new Error(`no storage of a meter under ${STATE}`);
  const found = meters.flatMap((name) => {
    const bytes = readFileSync(name);
    return markers.filter((marker) => bytes.includes(marker)).map((marker) => `${marker} in the bytes of ${basename(name)}`);
  });
  for (const name of databases) {
    const cells = cellsOf(name);
    found.push(...markers.filter((marker) => cells.includes(marker)).map((marker) => `${marker} in a table of ${basename(name)}`));
  }
  return found;
}

/** Every cell of every table, as text, read from a copy so that the running object is left alone. */
function cellsOf(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), "meters-"));
  try {
    const copy = join(folder, basename(file));
    for (const part of ["", "-wal"]) if (existsSync(file + part)) copyFileSync(file + part, copy + part);
    const database = new DatabaseSync(copy);
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const cells = tables.flatMap(({ name }) => {
      const rows = database.prepare(`SELECT * FROM "${name}"`);
      // An alarm's time is in nanoseconds.
      rows.setReadBigInts(true);
      return rows.all().flatMap((row) =>
        Object.values(row).map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString("utf8") : String(cell))),
      );
    });
    database.close();
    return cells.join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
