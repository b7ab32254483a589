import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { removeAbandoned } from "./child-process.ts";
import { type ChosenProvider, providerSettings } from "./chosen-provider.ts";
import { buildFunctions } from "./deploy/build-functions.ts";
import { bootstrap, deployStack } from "./deploy/deploy.ts";
import type { StackOutputs } from "./deploy/stack-outputs.ts";
import type { Engine } from "./engine/engine.ts";
import { localFolder } from "./environment.ts";
import { type Issuer, localAudience, localIssuer, openLocalIssuer } from "./issuer.ts";
import { chooseEmbedded, chooseEngineHere, installIfNeeded, startEngine } from "./start-engine.ts";

/** How a local cloud is started. */
export interface LocalCloudOptions {
  /** @default "test" */
  stage?: string;
  /** Deploys the functions that fail on purpose in place of the usual ones. @default false */
  faults?: boolean;
  /** @default the sandbox */
  provider?: ChosenProvider;
  /** Further settings of the stack, on top of those that local tokens need. */
  context?: Readonly<Record<string, string>>;
  /** A running engine to deploy to (a loopback address). @default the embedded engine, on a free port */
  endpoint?: string | undefined;
  /** The file with the tokens' key. @default one of its own */
  keyFile?: string | undefined;
  /** Whether `dist/` is built first. @default true */
  builds?: boolean;
  /** The CDK app's command. @default cdk.json's */
  app?: string | undefined;
}

/** A deployed stack on an engine, ready for requests. */
export interface LocalCloud {
  /** The API's URL up to and with its stage, `…/v1`. */
  apiUrl: string;
  /** The engine's AWS endpoint. */
  endpoint: string;
  /** The engine's name and version. */
  engine: string;
  /** Its kind; engine/engine-limits.ts lists its limits. */
  kind: Engine["kind"];
  outputs: StackOutputs;
  /** The file with the tokens' key: another process signs with `openLocalIssuer(keyFile)`. */
  keyFile: string;
  token: Issuer["token"];
  /** Stops the engine, if it was started here, and deletes what it left. */
  stop(): Promise<void>;
}

/**
 * Starts a throw-away local cloud: builds, starts an engine with its own state, and deploys. Several may run at
 * once. Its folder, with the engine's and the deployment's logs, is kept until the next one when it fails.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const stage = options.stage ?? "test";
  const folder = join(localFolder, `${stage}-${process.pid}`);
  // What earlier clouds of the stage left when they failed or were killed.
  await removeAbandoned(localFolder, new RegExp(`^${stage}-(\\d+)$`));
  await mkdir(folder, { recursive: true });
  const choice = await (options.endpoint === undefined ? chooseEmbedded() : chooseEngineHere(options.endpoint));
  await installIfNeeded(choice);
  if (options.builds !== false) await buildFunctions({ faults: options.faults ?? false });
  const port = await getPort({ host: "127.0.0.1" });
  const corsOrigins = options.context?.corsOrigins ?? anyOrigin;
  const engine = await startEngine(choice, { port, folder, keepsState: false, corsOrigins });
  try {
    const keyFile = options.keyFile ?? join(folder, "signing-key.json");
    const issuer = await openLocalIssuer(keyFile);
    const target = {
      endpoint: engine.endpoint,
      stage,
      folder,
      app: options.app,
      context: {
        ...stackSettings(issuer),
        ...(options.provider && (await providerSettings(engine.endpoint, options.provider))),
        ...(options.faults && { faults: "true" }),
        ...options.context,
      },
    };
    await bootstrap(target);
    const outputs = await deployStack(target);
    return {
      apiUrl: apiUrlOn(engine.endpoint, outputs),
      endpoint: engine.endpoint,
      engine: engine.name,
      kind: engine.kind,
      outputs,
      keyFile,
      token: issuer.token,
      stop: async () => {
        await engine.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

const anyOrigin = "*";

/**
 * The stack's settings that make it trust an issuer's tokens, and let pages of any port of this machine read its answers:
 * which pages may ask at all is decided in front of it, by the friendly URL and the engine.
 */
export function stackSettings(issuer: Issuer): Record<string, string> {
  return { jwks: issuer.jwks, jwtIssuer: localIssuer, jwtAudience: localAudience, corsOrigins: anyOrigin };
}

/** The address under which both engines serve a deployed REST API. */
export function apiUrlOn(endpoint: string, outputs: StackOutputs): string {
  return `${endpoint}/_aws/execute-api/${outputs.ApiId}/v1`;
}
