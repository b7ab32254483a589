import { basename, join } from "node:path";
import { build, type Metafile } from "esbuild";
import { builtinModules, lambdaCredentials } from "./esbuild-plugins.ts";
import type { FolderContents } from "./output-folder.ts";

/** Nothing is written there: the name only keeps outputs apart from inputs. */
const outputFolder = "bundle";

export interface Bundle {
  files: FolderContents;
  /** Of all code files together; Lambda reads only some of them at a cold start. */
  bytes: number;
  metafile: Metafile;
}

/**
 * Bundles one entry to ESM, in memory. Splitting keeps what is loaded by a dynamic import (a payment provider) out of the
 * file that a cold start reads; packages' ES modules are preferred because only they can be tree-shaken.
 */
export async function bundleFunction(entry: string, root: string, neverLoads: readonly string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: entry },
    outdir: outputFolder,
    write: false,
    metafile: true,
    bundle: true,
    external: [...neverLoads],
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    outExtension: { ".js": ".mjs" },
    chunkNames: "[name]-[hash]",
    minify: true,
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [builtinModules, lambdaCredentials],
    logLevel: "silent",
  });
  requireLeftOut(entry, metafile, neverLoads);
  const reachable = reachableOutputs(metafile);
  const code = outputFiles.map((file) => ({ name: basename(file.path), contents: file.contents }));
  const files = new Map(code.filter(({ name }) => reachable.has(name)).map(({ name, contents }) => [name, contents]));
  const bytes = [...files.values()].reduce((sum, contents) => sum + contents.byteLength, 0);
  const outputs = Object.entries(metafile.outputs).filter(([path]) => reachable.has(basename(path)));
  return { files, bytes, metafile: { ...metafile, outputs: Object.fromEntries(outputs) } };
}

/** @throws where nothing imports what a bundle should leave out: it has been renamed. */
function requireLeftOut(entry: string, { outputs }: Metafile, neverLoads: readonly string[]): void {
  const external = new Set(Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path)));
  const unknown = neverLoads.find((path) => ![...external].some((one) => one.endsWith(path.replace(/^\.\//, ""))));
  if (unknown !== undefined) throw new Error(`${entry} never loads ${unknown}, but nothing imports it.`);
}

/** esbuild also writes chunks for the dynamic imports of code that it dropped; nothing ever asks for those. */
function reachableOutputs({ outputs }: Metafile): Set<string> {
  const reached = new Set<string>();
  const visit = (path: string) => {
    if (reached.has(basename(path))) return;
    reached.add(basename(path));
    for (const imported of outputs[path]?.imports ?? []) if (!imported.external) visit(imported.path);
  };
  visit(join(outputFolder, "index.mjs"));
  return reached;
}
