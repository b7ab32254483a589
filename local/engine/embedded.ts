import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { localAccount, localRegion, scrubbedEnvironment } from "../environment.ts";
import type { Engine } from "./engine.ts";
import { identifyEngine } from "./engine.ts";
import { lostSince } from "./engine-folder.ts";
import { startServer } from "./server-process.ts";

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
  const { folder } = options;
  const logFile = join(folder, "engine.log");
  const endpoint = `http://127.0.0.1:${options.port}`;
  await mkdir(folder, { recursive: true });
  const lost = await lostSince(folder);
  const { pid, ready, ended, stop } = await startServer({
    name: "The local engine",
    command: options.python,
    args: [join(import.meta.dirname, "run_ministack.py")],
    cwd: folder,
    env: embeddedEnvironment(options),
    logFile,
    startWithinMs,
    stopWithinMs,
    signal: options.signal,
    askReady: async () => {
      const answer = await identifyEngine(endpoint);
      return answer.kind === "MiniStack" ? answer : undefined;
    },
  });
  const name = `MiniStack ${ready.version}`;
  return { name, kind: "MiniStack", endpoint, logFile, lostSince: lost, pid, ended, stop };
}

function embeddedEnvironment({ port, folder, keepsState, corsOrigins }: EmbeddedOptions): NodeJS.ProcessEnv {
  return {
    ...scrubbedEnvironment(process.env),
    BIND_HOST: "127.0.0.1",
    GATEWAY_PORT: String(port),
    MINISTACK_HOST: "127.0.0.1",
    MINISTACK_ACCOUNT_ID: localAccount,
    MINISTACK_REGION: localRegion,
    WAYBILL_CORS_ORIGINS: corsOrigins ?? "",
    // Nothing is written beside our own modules.
    PYTHONDONTWRITEBYTECODE: "1",
    PERSIST_STATE: keepsState === false ? "0" : "1",
    STATE_DIR: join(folder, "state"),
    S3_DATA_DIR: join(folder, "s3"),
    LAMBDA_EXECUTOR: "local",
    // It would otherwise look for containers to clear away.
    DOCKER_HOST: "unix:///nonexistent",
    SFTP_ENABLED: "0",
    IOT_MTLS_ENABLED: "0",
    PYTHONUNBUFFERED: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}
