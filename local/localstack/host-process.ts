import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Engine } from "../engine/engine.ts";
import { localStackHealth } from "../engine/engine.ts";
import { startServer } from "../engine/server-process.ts";
import type { Installation } from "./installation.ts";
import { hostEnvironment } from "./settings.ts";

/** How an installed LocalStack is started without Docker. */
export interface HostStart {
  installation: Installation;
  java: string;
  /** Its port on 127.0.0.1. */
  port: number;
  /** Whose pages may call the API, beside those of this machine. @default none */
  corsOrigins?: string | undefined;
  /** Where its log and its caches are. */
  homeFolder: string;
  signal?: AbortSignal | undefined;
}

/** It answers within two seconds; the first start after an installation compiles its Python. */
const startWithinMs = 60_000;
/** It waits for what it handles. */
const stopWithinMs = 15_000;

/** Starts LocalStack and waits until it answers. Its state is in memory and ends with it. */
export async function startOnHost(options: HostStart): Promise<Engine> {
  const { port, homeFolder, signal } = options;
  const logFile = join(homeFolder, `localstack-${port}.log`);
  await mkdir(homeFolder, { recursive: true });
  await rm(logFile, { force: true });
  // Outside the project, where a function would find the project's packages, and fail on AWS for want of them.
  const runFolder = await mkdtemp(join(tmpdir(), "waybill-localstack-"));
  const removeRunFolder = () => rm(runFolder, { recursive: true, force: true });
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    const { ready, ended, stop } = await startServer({
      name: "LocalStack",
      command: join(options.installation.localStack, "bin", "python"),
      args: [join(import.meta.dirname, "host", "main.py")],
      cwd: runFolder,
      env: hostEnvironment(process.env, {
        port,
        corsOrigins: options.corsOrigins ?? "",
        java: options.java,
        jars: options.installation.dynamoDb,
        worker: await bundleLambdaWorker(runFolder),
        runFolder,
        cacheFolder: join(homeFolder, "cache"),
      }),
      logFile,
      startWithinMs,
      stopWithinMs,
      signal,
      // Nothing else is asked: its first answer of each kind is slow.
      askReady: () => localStackHealth(endpoint),
    });
    return {
      name: `LocalStack ${ready.version} without Docker`,
      kind: "LocalStack",
      endpoint,
      logFile,
      ended,
      stop: () => stop().finally(removeRunFolder),
    };
  } catch (error) {
    await removeRunFolder();
    throw error;
  }
}

/** Bundles the Lambda runtime for Node: plain JavaScript starts in half the time that Node needs for TypeScript. */
export async function bundleLambdaWorker(folder: string): Promise<string> {
  const outfile = join(folder, "worker.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "host", "worker", "worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
  return outfile;
}
