import { delimiter, dirname, join } from "node:path";
import { ClearError } from "./terminal/clear-error.ts";

/** The project's root folder. */
export const projectRoot = join(import.meta.dirname, "..");

/** Everything that running locally leaves behind: git-ignored, and safe to delete while nothing runs. */
export const localFolder = join(projectRoot, ".waybill");

/** The state, logs and outputs of the cloud that `npm start` runs. */
export const startFolder = join(localFolder, "local");

/** The account and region that both engines serve by default. */
export const localAccount = "000000000000";
export const localRegion = "us-east-1";

/** The stage that `npm start` deploys. */
export const localStage = "local";

/** Credentials that no real account would accept. */
export const dummyCredentials = { accessKeyId: "test", secretAccessKey: "test" } as const;

/** Of the user's AWS settings: what we use, and what is worth a word because we do not. */
export interface AwsSettings {
  /** The loopback endpoint the user asked for. */
  endpoint: string | undefined;
  /** One sentence per setting that is ignored. */
  notes: readonly string[];
}

/**
 * Reads the user's AWS settings, and refuses those that would reach beyond this machine.
 * @throws ClearError naming the variable whose endpoint is not a loopback address
 */
export function readAwsSettings(env: NodeJS.ProcessEnv): AwsSettings {
  for (const [name, value] of Object.entries(env)) {
    if (/^AWS_ENDPOINT_URL(_|$)/.test(name) && value && !isLoopback(value)) {
      throw new ClearError(
        `${name} is ${value}, which is not on this machine, and this command only ever talks to a local engine: unset ${name} (to deploy to AWS, see the README).`,
      );
    }
  }
  const notes = [];
  if (env.AWS_PROFILE) {
    notes.push(
      `AWS_PROFILE=${env.AWS_PROFILE} is ignored: this command only ever talks to an engine on this machine, with dummy credentials.`,
    );
  }
  if (env.AWS_ACCESS_KEY_ID && env.AWS_ACCESS_KEY_ID !== dummyCredentials.accessKeyId) {
    notes.push(
      "The credentials in AWS_ACCESS_KEY_ID are ignored: this command only ever talks to an engine on this machine, with dummy credentials.",
    );
  }
  return { endpoint: env.AWS_ENDPOINT_URL || undefined, notes };
}

/** Whether a URL's host can only be this machine: localhost, 127.0.0.0/8 or ::1. A name that DNS must resolve is not. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") return false;
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/**
 * The environment of the processes that we start: no AWS settings and no Stripe keys of the user, no proxy for loopback
 * traffic, no Python or Node options; this process's Node is first on the PATH.
 */
export function scrubbedEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^(AWS_|CDK_|PYTHON|MINISTACK_|LOCALSTACK_|LAMBDA_|STRIPE_|NODE_OPTIONS$)/.test(name) && !/_proxy$/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), env.PATH].filter(Boolean).join(delimiter),
  };
}

/** A scrubbed environment whose AWS clients reach the engine at `endpoint` and nothing else. */
export function engineClientEnvironment(env: NodeJS.ProcessEnv, endpoint: string): NodeJS.ProcessEnv {
  if (!isLoopback(endpoint)) throw new ClearError(`The engine's address ${endpoint} is not on this machine.`);
  return {
    ...scrubbedEnvironment(env),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: dummyCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: dummyCredentials.secretAccessKey,
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
    // The user's files may name an endpoint or a profile of a real account.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    CDK_DISABLE_VERSION_CHECK: "1",
    CDK_DISABLE_CLI_TELEMETRY: "true",
  };
}
