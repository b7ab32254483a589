import type { Plugin } from "esbuild";

const namespace = "lambda-credentials";

/**
 * Lambda hands a function its role's credentials in the environment, which is also where the SDK's default chain looks
 * first. So the rest of the chain (profiles, SSO, web identities, metadata services: a fifth of a bundle) is left out.
 */
export const lambdaCredentials: Plugin = {
  name: namespace,
  setup(build) {
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
