import { basename } from "node:path";
import { build, type Metafile } from "esbuild";
import { builtinModules } from "./builtin-modules-plugin.ts";
import type { FolderContents } from "./output-folder.ts";

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
export async function bundleFunction(entry: string, root: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: entry },
    outdir: "bundle",
    write: false,
    metafile: true,
    bundle: true,
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
    plugins: [builtinModules],
    logLevel: "silent",
  });
  const files = new Map(outputFiles.map((file) => [basename(file.path), file.contents]));
  return { files, bytes: outputFiles.reduce((sum, file) => sum + file.contents.byteLength, 0), metafile };
}
