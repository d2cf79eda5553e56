// The route table, read from its source, so that a route nobody tests is noticed.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Route {
  name: string;
  method: string;
  path: string;
  access: "Public" | "Parent" | "Kid" | "SignedExternal" | "Test";
}

const SOURCE = join(import.meta.dirname, "../../domain/src/wire/route.rs");

/** Every route of the table. */
export function routes(): Route[] {
  const table = readFileSync(SOURCE, "utf8").split("\nendpoints! {")[1].split("\n}")[0];
  const lines = table.matchAll(/^\s*(\w+) = (\w+) "([^"]+)" (\w+);$/gm);
  const found = [...lines].map(([, name, method, path, access]) => ({
    name,
    method: method.toUpperCase(),
    path,
    access: access as Route["access"],
  }));
  if (found.length < 15) throw new Error("the route table could not be read");
  return found;
}
