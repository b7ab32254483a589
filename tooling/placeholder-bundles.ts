import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { faultyFunctions, functions, testFunctions } from "../functions/registry/functions.ts";

/** Writes a bundle for every function, each with its own name in it: enough for a template, without a build. */
export function writePlaceholderBundles(dist: string): void {
  for (const { name } of [...functions, ...faultyFunctions, ...testFunctions]) {
    mkdirSync(join(dist, name), { recursive: true });
    writeFileSync(join(dist, name, "index.mjs"), `export const handler = "${name}";`);
  }
}
