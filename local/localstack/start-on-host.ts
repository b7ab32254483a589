import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { startInBackground, stopProcess } from "../child-process.ts";
import { ClearError } from "../clear-error.ts";
import type { Engine } from "../engine/engine.ts";
import { lastLines } from "../engine/log-file.ts";
import { hostEnvironment } from "./host-environment.ts";
import type { Installation } from "./installation.ts";
import { bundleLambdaWorker } from "./lambda-worker.ts";

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

const Health = z.object({ version: z.string() });

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
  const child = startInBackground(
    join(options.installation.localStack, "bin", "python"),
    [join(import.meta.dirname, "host", "main.py")],
    {
      cwd: runFolder,
      logFile,
      env: hostEnvironment(process.env, {
        port,
        corsOrigins: options.corsOrigins ?? "",
        java: options.java,
        jars: options.installation.dynamoDb,
        worker: await bundleLambdaWorker(runFolder),
        runFolder,
        cacheFolder: join(homeFolder, "cache"),
      }),
    },
  );
  let isStopping = false;
  const ended = Promise.race([once(child, "exit"), once(child, "error")]).then(async () => {
    if (isStopping) return new Promise<never>(() => {});
    const reason = child.signalCode === null ? await lastLines(logFile, 1) : `it was ended by ${child.signalCode}`;
    throw new ClearError(`LocalStack ended by itself (${reason}); its log is ${logFile}.`);
  });
  ended.catch(() => {});
  const stop = async () => {
    isStopping = true;
    await stopProcess(child, stopWithinMs);
    await rm(runFolder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    const version = await Promise.race([versionWhenReady(endpoint, logFile, signal), ended]);
    return { name: `LocalStack ${version} without Docker`, kind: "LocalStack", endpoint, logFile, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The version that LocalStack tells once it answers. Nothing else is asked: its first answer of each kind is slow. */
async function versionWhenReady(endpoint: string, logFile: string, signal: AbortSignal | undefined): Promise<string> {
  const deadline = Date.now() + startWithinMs;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    const health = await fetch(`${endpoint}/_localstack/health`)
      .then((response) => response.json())
      .catch(() => undefined);
    const answer = Health.safeParse(health);
    if (answer.success) return answer.data.version;
    await sleep(100, undefined, { signal });
  }
  throw new ClearError(`LocalStack did not answer within ${startWithinMs / 1000} s; its log is ${logFile}.`);
}
