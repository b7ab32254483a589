import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { REPLACED_FUNCTION, REPLACEMENT } from "./mutation.ts";
import { declarationOf, functionNamed, withReplacement } from "./rewrite-source.ts";

/** Loaded before the functions: replaces one named function as its file is read. The file itself stays as it is. */
const named = process.env[REPLACED_FUNCTION];
if (named) {
  const { name, file: ending } = functionNamed(named);
  const functions = join(import.meta.dirname, "../../../functions") + sep;
  registerHooks({
    load(url, context, nextLoad) {
      const file = url.startsWith("file:") ? fileURLToPath(url) : "";
      if (!file.startsWith(functions) || !file.endsWith(ending || ".ts")) return nextLoad(url, context);
      const source = readFileSync(file, "utf8");
      if (!declarationOf(name).test(source)) return nextLoad(url, context);
      return { format: "module-typescript", source: withReplacement(source, name), shortCircuit: true };
    },
  });
  // Only now: the guards' modules must not load the functions before the hook can change them.
  const { mutationNamed } = await import("./all.ts");
  const { replaced } = mutationNamed(process.env.PROVE_MUTATION ?? "");
  Object.assign(globalThis, { [REPLACEMENT]: replaced?.replacement });
}
