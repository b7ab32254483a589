import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { appendFile } from "node:fs/promises";

/** What a finished command said. */
export interface Finished {
  exitCode: number | null;
  /** Standard output and standard error, in the order they came. */
  output: string;
}

/** How a command is run. */
export interface RunOptions {
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Ends the command and all it started. */
  signal?: AbortSignal | undefined;
  /** Called with each line as it comes. */
  onLine?: ((line: string) => void) | undefined;
  /** A file to which the output is appended. */
  logFile?: string | undefined;
}

/**
 * Runs a command to its end. It leads a process group of its own, so that a Ctrl-C in the terminal reaches only us, and
 * what we stop, we stop with all its children.
 */
export async function runToEnd(command: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  options.signal?.throwIfAborted();
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const onAbort = () => signalGroup(child, "SIGTERM");
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    let output = "";
    let unfinishedLine = "";
    const collect = (text: string) => {
      output += text;
      const lines = (unfinishedLine + text).split("\n");
      unfinishedLine = lines.pop() ?? "";
      for (const line of lines) options.onLine?.(line);
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (options.logFile !== undefined) await appendFile(options.logFile, output);
    options.signal?.throwIfAborted();
    return { exitCode, output };
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    signalGroup(child, "SIGKILL");
  }
}

/** Starts a long-running command in a process group of its own, its output appended to a file. Its stdin stays open. */
export function startInBackground(
  command: string,
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; cwd: string; logFile: string },
): ChildProcess {
  const log = openSync(options.logFile, "a");
  const spawnOptions: SpawnOptions = {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["pipe", log, log],
  };
  try {
    return spawn(command, [...args], spawnOptions);
  } finally {
    closeSync(log);
  }
}

/** Asks a process to end, waits up to `graceMs`, then ends it and whatever is left of its group. */
export async function stopProcess(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
    await ended;
    clearTimeout(timer);
  }
  signalGroup(child, "SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}
