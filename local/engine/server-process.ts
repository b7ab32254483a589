import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { signalGroup } from "../child-process.ts";
import { ClearError } from "../terminal/clear-error.ts";

/** How a server is started. */
export interface ServerOptions<Ready> {
  /** Its name at the start of a sentence. */
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** A file to which its output is appended. */
  logFile: string;
  startWithinMs: number;
  stopWithinMs: number;
  /** Asks whether it is ready: what it answered, or undefined where it has to be asked again. */
  askReady: () => Promise<Ready | undefined>;
  signal?: AbortSignal | undefined;
}

/** A running server: our own process. */
export interface ServerProcess<Ready> {
  pid: number;
  ready: Ready;
  /** Rejects when it ends without having been stopped. */
  ended: Promise<never>;
  /** Asks it to end, kills it when that takes too long, then kills whatever is left of its process group. */
  stop(): Promise<void>;
}

/**
 * Starts a server that leads its own process group, and waits until it is ready. Its stdin stays open as long as this
 * process lives.
 * @throws ClearError where it ends, or does not become ready in time
 */
export async function startServer<Ready>(options: ServerOptions<Ready>): Promise<ServerProcess<Ready>> {
  const { name, logFile } = options;
  // The server gets the file's descriptor, not a pipe through this process: its log is complete also if we are killed.
  const log = createWriteStream(logFile, { flags: "a" });
  await once(log, "open");
  const child = execa(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    extendEnv: false,
    detached: true,
    stdin: "pipe",
    stdout: log,
    stderr: log,
    reject: false,
    forceKillAfterDelay: options.stopWithinMs,
  });
  log.close();
  let isReady = false;
  let isStopping = false;
  const ended = child.then(async ({ signal, originalMessage }) => {
    if (isStopping) return new Promise<never>(() => {});
    const reason = signal ? `it was killed by ${signal}` : (originalMessage ?? (await lastLine(logFile)));
    throw new ClearError(
      `${name} ${isReady ? "exited unexpectedly" : "did not start"} (${reason}); its log is ${logFile}.`,
    );
  });
  ended.catch(() => {});
  const stop = async () => {
    isStopping = true;
    child.kill();
    await child;
    signalGroup(child.pid, "SIGKILL");
  };
  const waiting = new AbortController();
  try {
    const ready = await Promise.race([untilReady(options, waiting.signal), ended]);
    isReady = true;
    return { pid: child.pid ?? 0, ready, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    waiting.abort();
  }
}

async function untilReady<Ready>(options: ServerOptions<Ready>, over: AbortSignal): Promise<Ready> {
  const signal = AbortSignal.any(options.signal ? [options.signal, over] : [over]);
  const deadline = Date.now() + options.startWithinMs;
  for (;;) {
    signal.throwIfAborted();
    const ready = await options.askReady();
    if (ready !== undefined) return ready;
    if (Date.now() > deadline) {
      throw new ClearError(
        `${options.name} did not answer within ${options.startWithinMs / 1000} s; its log is ${options.logFile}.`,
      );
    }
    await sleep(50, undefined, { signal });
  }
}

/** The last line of a log that is not empty. */
async function lastLine(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trimEnd().split("\n").at(-1) || "it printed nothing";
}
