import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** A finished command. */
export interface Finished {
  /** Undefined where a signal ended it. */
  exitCode: number | undefined;
  /** Standard output and standard error, interleaved. */
  output: string;
}

/** How a command is run. */
export interface RunOptions {
  env: NodeJS.ProcessEnv;
  cwd?: string | undefined;
  /** Stops the command and every process it started. */
  signal?: AbortSignal | undefined;
  /** Called with each line of output. */
  onLine?: ((line: string) => void) | undefined;
  /** A file to which the output is appended. */
  logFile?: string | undefined;
}

/**
 * Runs a command until it ends. It leads its own process group: Ctrl-C in the terminal reaches only us, and we stop it
 * together with its children.
 */
export async function runCommand(command: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const { env, cwd, signal, onLine, logFile } = options;
  signal?.throwIfAborted();
  const output = logFile === undefined ? "pipe" : (["pipe", { file: logFile, append: true }] as const);
  const child = execa(command, args, {
    ...(cwd !== undefined && { cwd }),
    env,
    extendEnv: false,
    detached: true,
    stdin: "ignore",
    stdout: output,
    stderr: output,
    all: true,
    stripFinalNewline: false,
    reject: false,
  });
  const stop = () => signalGroup(child.pid, "SIGTERM");
  signal?.addEventListener("abort", stop, { once: true });
  try {
    if (onLine) for await (const line of child.iterable({ from: "all" })) onLine(line);
    const result = await child;
    signal?.throwIfAborted();
    if (result.exitCode === undefined && result.signal === undefined) throw result;
    return { exitCode: result.exitCode, output: result.all };
  } finally {
    signal?.removeEventListener("abort", stop);
    signalGroup(child.pid, "SIGKILL");
  }
}

/** Whether a process with this number exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Removes the folders of processes that no longer exist; the first group of `owner` finds the process's number in a name. */
export async function removeAbandoned(parent: string, owner: RegExp): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = owner.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    // What the process started may still write there: then the next call removes it.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}

/** Sends a signal to a process group, if any of it is left. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch {
    // No process of the group is left.
  }
}
