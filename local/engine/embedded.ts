import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startInBackground, stopProcess } from "../child-process.ts";
import { ClearError } from "../clear-error.ts";
import { localAccount, localRegion, scrubbedEnvironment } from "../environment.ts";
import type { Engine } from "./engine.ts";
import { identifyEngine } from "./identify.ts";
import { lastLines } from "./log-file.ts";
import { lostSince } from "./state-folder.ts";

/** How the embedded engine is started. */
export interface EmbeddedOptions {
  /** The Python of its virtual environment. */
  python: string;
  port: number;
  /** The folder for its state and log. */
  folder: string;
  /** Whether its state is read at the start, and saved at intervals and at the stop. @default true */
  keepsState?: boolean | undefined;
  /** `*`, or origins with commas between them: whose pages may call the API, beside those of this machine. */
  corsOrigins?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** The running embedded engine: our own process. */
export interface EmbeddedEngine extends Engine {
  pid: number;
  ended: Promise<never>;
}

/** It answers within a second or two; a laptop waking up may take longer. */
const startWithinMs = 30_000;
/** Writing a large state takes a while. */
const stopWithinMs = 20_000;

/** Starts MiniStack on 127.0.0.1 and waits until it answers. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const logFile = join(options.folder, "engine.log");
  await mkdir(options.folder, { recursive: true });
  const lost = await lostSince(options.folder);
  const child = startInBackground(options.python, [join(import.meta.dirname, "run_ministack.py")], {
    cwd: options.folder,
    logFile,
    env: {
      ...scrubbedEnvironment(process.env),
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(options.port),
      MINISTACK_HOST: "127.0.0.1",
      MINISTACK_ACCOUNT_ID: localAccount,
      MINISTACK_REGION: localRegion,
      WAYBILL_CORS_ORIGINS: options.corsOrigins ?? "",
      // Nothing is written beside our own modules.
      PYTHONDONTWRITEBYTECODE: "1",
      PERSIST_STATE: options.keepsState === false ? "0" : "1",
      STATE_DIR: join(options.folder, "state"),
      S3_DATA_DIR: join(options.folder, "s3"),
      LAMBDA_EXECUTOR: "local",
      // It would otherwise look for containers to clear away.
      DOCKER_HOST: "unix:///nonexistent",
      SFTP_ENABLED: "0",
      IOT_MTLS_ENABLED: "0",
      PYTHONUNBUFFERED: "1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
  });
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  const endpoint = `http://127.0.0.1:${options.port}`;
  let isStopping = false;
  const ended = once(child, "exit").then(async () => {
    if (isStopping) return new Promise<never>(() => {});
    throw new ClearError(`The local engine ended by itself (${await lastLines(logFile, 1)}); its log is ${logFile}.`);
  });
  ended.catch(() => {});
  const stop = async () => {
    isStopping = true;
    await stopProcess(child, stopWithinMs);
  };
  try {
    const deadline = Date.now() + startWithinMs;
    for (;;) {
      options.signal?.throwIfAborted();
      const answer = await identifyEngine(endpoint);
      if (answer.kind === "MiniStack") {
        return {
          name: `MiniStack ${answer.version}`,
          kind: "MiniStack",
          endpoint,
          logFile,
          lostSince: lost,
          pid: child.pid ?? 0,
          ended,
          stop,
        };
      }
      if (failure !== undefined || child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
        const reason = failure?.message ?? (await lastLines(logFile, 1));
        throw new ClearError(`The local engine did not start (${reason}); its log is ${logFile}.`);
      }
      await sleep(50, undefined, { signal: options.signal });
    }
  } catch (error) {
    await stop();
    throw error;
  }
}
