import { basename, join } from "node:path";
import { type BuildOptions, build, type ImportKind, type Metafile } from "esbuild";
import {
  builtinModules,
  bundledApart,
  lambdaCredentials,
  noEndpointDiscovery,
  sdkVersionOnly,
} from "./esbuild-plugins.ts";
import type { FolderContents } from "./output-folder.ts";
import { withoutDescriptions } from "./without-descriptions.ts";

/** Nothing is written there: the name only keeps outputs apart from inputs. */
const outputFolder = "bundle";

export interface Bundle {
  files: FolderContents;
  /** Of the files that a cold start reads: the entry and what it imports statically. */
  eagerBytes: number;
  /** Of the files that are loaded when they are first needed. */
  lazyBytes: number;
  /** Of the files that a cold start reads. */
  metafile: Metafile;
}

/** Minified ESM for Lambda; packages' ES modules are preferred because only they can be tree-shaken. */
const forLambda = {
  outdir: outputFolder,
  write: false,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  outExtension: { ".js": ".mjs" },
  minify: true,
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "silent",
} satisfies BuildOptions;

/**
 * Bundles one entry to ESM, in memory. Splitting keeps what is loaded by a dynamic import (a payment provider) out of the
 * file that a cold start reads; a package that is re-exported for such an import is bundled by itself.
 */
export async function bundleFunction(entry: string, root: string, neverLoads: readonly string[] = []): Promise<Bundle> {
  const apart = new Map<string, string>();
  const { outputFiles, metafile } = await build({
    ...forLambda,
    absWorkingDir: root,
    entryPoints: { index: entry },
    metafile: true,
    external: [...neverLoads],
    splitting: true,
    chunkNames: "[name]-[hash]",
    plugins: [
      bundledApart((file, path) => apart.set(file, path)),
      builtinModules,
      lambdaCredentials,
      noEndpointDiscovery,
      sdkVersionOnly,
      withoutDescriptions(join(root, "functions")),
    ],
  });
  requireLeftOut(entry, metafile, neverLoads);
  const eager = outputsFrom(metafile, ["import-statement"]);
  const reachable = outputsFrom(metafile, ["import-statement", "dynamic-import"]);
  const code = outputFiles.map((file) => ({ name: basename(file.path), contents: file.contents }));
  const own = code.filter(({ name }) => reachable.has(name)).map(({ name, contents }) => [name, contents] as const);
  const files = new Map([...own, ...(await bundleApart(apart, reachable))]);
  const bytesOf = (isCounted: (name: string) => boolean) =>
    [...files].reduce((sum, [name, { byteLength }]) => sum + (isCounted(name) ? byteLength : 0), 0);
  const outputs = Object.entries(metafile.outputs).filter(([path]) => eager.has(basename(path)));
  return {
    files,
    eagerBytes: bytesOf((name) => eager.has(name)),
    lazyBytes: bytesOf((name) => !eager.has(name)),
    metafile: { ...metafile, outputs: Object.fromEntries(outputs) },
  };
}

/** Each package that is loaded by itself, as one file. */
async function bundleApart(apart: ReadonlyMap<string, string>, reachable: ReadonlySet<string>) {
  const bundles = [...apart]
    .filter(([file]) => reachable.has(file))
    .map(async ([file, path]) => {
      const { outputFiles } = await build({
        ...forLambda,
        entryPoints: { [basename(file, ".mjs")]: path },
        plugins: [builtinModules, lambdaCredentials],
      });
      return outputFiles.map(({ contents }) => [file, contents] as const);
    });
  return (await Promise.all(bundles)).flat();
}

/** @throws where nothing imports what a bundle should leave out: it has been renamed. */
function requireLeftOut(entry: string, { outputs }: Metafile, neverLoads: readonly string[]): void {
  const external = new Set(Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path)));
  const unknown = neverLoads.find((path) => ![...external].some((one) => one.endsWith(path.replace(/^\.\//, ""))));
  if (unknown !== undefined) throw new Error(`${entry} never loads ${unknown}, but nothing imports it.`);
}

/**
 * The files that the entry reaches by imports of these kinds. esbuild also writes chunks for the dynamic imports of code
 * that it dropped; nothing ever asks for those.
 */
function outputsFrom({ outputs }: Metafile, kinds: readonly ImportKind[]): Set<string> {
  const reached = new Set<string>();
  const visit = (path: string) => {
    if (reached.has(basename(path))) return;
    reached.add(basename(path));
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kinds.some((one) => one === kind) && (!external || imported.endsWith("-sdk.mjs"))) visit(imported);
    }
  };
  visit(join(outputFolder, "index.mjs"));
  return reached;
}
