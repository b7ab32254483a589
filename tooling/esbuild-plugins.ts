import { isBuiltin } from "node:module";
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
