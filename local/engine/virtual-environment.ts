import { join } from "node:path";
import { runCommand } from "../child-process.ts";
import { ClearError } from "../terminal/clear-error.ts";

/** Python packages that are installed together: a requirements file with the hash of each. */
export interface PinnedPackages {
  /** The requirements file. */
  readonly file: string;
  /** How pip installs them. @default ["--only-binary=:all:"], so that nothing of a package runs */
  readonly pipOptions?: readonly string[];
}

/** How a virtual environment is created. */
export interface VirtualEnvironmentOptions {
  /** What is installed, as the subject of an error's sentence. */
  readonly what: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

/**
 * Creates a Python virtual environment in a folder and installs packages into it, each checked against its hash.
 * @throws ClearError with the reason that pip gave
 */
export async function createVirtualEnvironment(
  folder: string,
  basePython: string,
  packages: readonly PinnedPackages[],
  options: VirtualEnvironmentOptions,
): Promise<void> {
  await run(basePython, ["-m", "venv", folder], options);
  const quiet = options.onLine ? [] : ["--quiet"];
  const pip = ["-m", "pip", "install", ...quiet, "--disable-pip-version-check", "--no-input", "--require-hashes"];
  for (const { file, pipOptions = ["--only-binary=:all:"] } of packages) {
    await run(pythonIn(folder), [...pip, ...pipOptions, "-r", file], options);
  }
}

/** The Python of a virtual environment. */
export function pythonIn(folder: string): string {
  return join(folder, "bin", "python");
}

/** The user's own environment: proxies and mirrors count for pip. But not what points Python at other packages. */
export function pipEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(PYTHON|VIRTUAL_ENV$)/.test(name));
  return Object.fromEntries(kept);
}

async function run(command: string, args: readonly string[], options: VirtualEnvironmentOptions): Promise<void> {
  const { what, env, signal, onLine } = options;
  const { exitCode, output } = await runCommand(command, args, { env, signal, onLine });
  if (exitCode === 0) return;
  const lines = output.trim().split("\n");
  const reason = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "";
  throw new ClearError(`${what} could not be installed (${reason.trim() || `exit code ${exitCode}`}).`);
}
