import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { basename, resolve } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Loads Node's own modules with `process.getBuiltinModule`. A static ESM import of `node:http` reads every export of it,
 * the lazy ones too, and so loads undici: 23 ms of a cold start instead of 3 ms (measured on Node 24).
 */
export const builtinModules: Plugin = {
  name: "builtin-modules",
  setup(build) {
    const namespace = "node-builtin";
    build.onResolve({ filter: /^[a-z:]/ }, ({ path }) =>
      isBuiltin(path) ? { path: path.startsWith("node:") ? path : `node:${path}`, namespace } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};

/**
 * Lambda hands a function its role's credentials in the environment, which is also where the SDK's default chain looks
 * first. So the rest of the chain (profiles, SSO, web identities, metadata services: a fifth of a bundle) is left out.
 */
export const lambdaCredentials: Plugin = {
  name: "lambda-credentials",
  setup(build) {
    const namespace = "environment-credentials";
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: "environment",
      namespace,
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace }, ({ pluginData }) => ({
      contents: 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
      resolveDir: pluginData,
    }));
  },
};

/**
 * DynamoDB's endpoint discovery is off unless a client or its environment turns it on, which nothing here does. So the
 * cache that it would use, 8 KB of a cold start, is left out.
 */
export const noEndpointDiscovery: Plugin = {
  name: "no-endpoint-discovery",
  setup(build) {
    const namespace = "no-endpoint-discovery";
    build.onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, () => ({ path: "endpoint-cache", namespace }));
    build.onLoad({ filter: /.*/, namespace }, () => ({ contents: "export class EndpointCache {}" }));
  },
};

/** Of its package.json an SDK client reads its version alone, for the User-Agent; the rest is 2 KB of a cold start. */
export const sdkVersionOnly: Plugin = {
  name: "sdk-version-only",
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version }: { version: string } = JSON.parse(await readFile(path, "utf8"));
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/**
 * Leaves out what is loaded by a dynamic import of a file `…-sdk.ts`, and tells of it: such a file re-exports a package, and
 * is bundled by itself. As a part of the same bundle it would share chunks with what a cold start reads, which then
 * exports by name whatever the package needs of it.
 */
export function bundledApart(tell: (file: string, entry: string) => void): Plugin {
  return {
    name: "bundled-apart",
    setup(build) {
      build.onResolve({ filter: /-sdk\.ts$/ }, ({ path, kind, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        const file = basename(path).replace(/\.ts$/, ".mjs");
        tell(file, resolve(resolveDir, path));
        return { path: `./${file}`, external: true };
      });
    },
  };
}
