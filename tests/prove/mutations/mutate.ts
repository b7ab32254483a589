import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mutations } from "./all.ts";

/** Loaded before the functions: changes one source file as it is read. What is stored stays as it is. */
const mutation = mutations.find(({ name }) => name === process.env.PROVE_MUTATION);
const change = mutation?.change;
if (change) {
  const file = join(import.meta.dirname, "../../..", change.file);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.startsWith("file:") || fileURLToPath(url) !== file) return loaded;
      const text = readFileSync(file, "utf8");
      if (text.split(change.from).length !== 2) throw new Error(`${change.file} does not have "${change.from}" once.`);
      return {
        ...loaded,
        format: "module-typescript",
        source: text.replace(change.from, () => change.to),
        shortCircuit: true,
      };
    },
  });
}
