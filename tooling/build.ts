import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type FunctionBundle, faultyFunctions, functions, testFunctions } from "../functions/registry/functions.ts";
import { type Bundle, bundleFunction } from "./bundle-function.ts";
import { documentAssets } from "./document-assets.ts";
import { generate } from "./generate.ts";
import { type FolderContents, removeOtherFolders, replaceFolder } from "./output-folder.ts";
import { siteAssets } from "./site-assets.ts";
import { apiFunctionBudget, kilobytes, SizeBudgetError } from "./size-budget.ts";

const projectRoot = join(import.meta.dirname, "..");

/** What a function has beside its code. */
const assetsOf: Readonly<Record<string, () => FolderContents>> = {
  site: () => siteAssets(join(projectRoot, "openapi.yaml")),
  documents: documentAssets,
};

export interface BuildOptions {
  /** Also build the functions that die on purpose, and those for tests only. @default false */
  faults?: boolean;
  /** Build these functions only, and touch no other folder. @default all */
  only?: readonly string[];
  /** Where the functions' folders are written. @default dist */
  outDir?: string;
}

export interface BuiltFunction {
  name: string;
  /** Of the code that a cold start reads. */
  eagerBytes: number;
  /** Of the code that is loaded when it is first needed. */
  lazyBytes: number;
  /** False when the folder already held exactly this. */
  changed: boolean;
}

/** Bundles functions to `dist/<name>/`, each ready to be a Lambda asset. */
export async function build(options: BuildOptions = {}): Promise<BuiltFunction[]> {
  const { faults = false, only, outDir = join(projectRoot, "dist") } = options;
  const all: readonly FunctionBundle[] = faults ? [...functions, ...faultyFunctions, ...testFunctions] : functions;
  const chosen = only ? all.filter(({ name }) => only.includes(name)) : all;
  const unknown = only?.find((name) => !all.some((declaration) => declaration.name === name));
  if (unknown) throw new Error(`There is no function ${unknown}; there are ${all.map(({ name }) => name).join(", ")}.`);

  const built = await Promise.all(chosen.map((declaration) => buildFunction(declaration, outDir)));
  if (!only) {
    mkdirSync(outDir, { recursive: true });
    removeOtherFolders(
      outDir,
      all.map(({ name }) => name),
    );
  }
  return built;
}

async function buildFunction(
  { name, entry, kind, neverLoads }: FunctionBundle,
  outDir: string,
): Promise<BuiltFunction> {
  const bundle = await bundleFunction(entry, projectRoot, neverLoads);
  // What dies on purpose keeps no customer waiting.
  const isForCustomers = kind === "api" && functions.some((declaration) => declaration.name === name);
  if (isForCustomers) assertWithinBudget(name, bundle);
  const assets = assetsOf[name]?.() ?? [];
  const changed = replaceFolder(join(outDir, name), new Map([...bundle.files, ...assets]));
  return { name, eagerBytes: bundle.eagerBytes, lazyBytes: bundle.lazyBytes, changed };
}

function assertWithinBudget(name: string, { eagerBytes, metafile }: Bundle): void {
  if (eagerBytes > apiFunctionBudget) throw new SizeBudgetError(name, eagerBytes, apiFunctionBudget, metafile);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { faults: { type: "boolean" }, only: { type: "string", multiple: true }, out: { type: "string" } },
  });
  const start = performance.now();
  await generate();
  const built = await build({
    faults: values.faults ?? false,
    ...(values.only && { only: values.only }),
    ...(values.out && { outDir: values.out }),
  });
  // To stderr: cdk.json runs this before a synth, whose stdout is the template.
  for (const { name, eagerBytes, lazyBytes, changed } of built) {
    const sizes = `${kilobytes(eagerBytes).padStart(8)} + ${kilobytes(lazyBytes).padStart(5)} lazy`;
    console.error(`${name.padEnd(26)}${sizes}${changed ? "" : "  unchanged"}`);
  }
  console.error(`Built ${built.length} functions in ${Math.round(performance.now() - start)} ms.`);
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
