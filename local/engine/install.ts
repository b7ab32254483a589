import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../child-process.ts";
import { localFolder } from "../environment.ts";
import { ClearError } from "../terminal/clear-error.ts";
import { installOnce, isInstalled, removeUnfinished } from "./install-once.ts";

const requirements = join(import.meta.dirname, "requirements.txt");
const installations = join(localFolder, "engine");

/** How it is installed. */
export interface InstallOptions {
  env: NodeJS.ProcessEnv;
  /** Where installations live, one per content of requirements.txt. @default the project's */
  folder?: string;
  signal?: AbortSignal | undefined;
}

/** Where the embedded engine's Python is when it is installed, and whether it is. */
export async function installedEngine(folder = installations): Promise<{ python: string; isInstalled: boolean }> {
  const python = join(await installationIn(folder), "bin", "python");
  return { python, isInstalled: await isInstalled(python) };
}

/** Installs the engine's pinned packages into a virtual environment of the project, once. */
export async function installEngine(basePython: string, options: InstallOptions): Promise<string> {
  const folder = options.folder ?? installations;
  const finished = await installationIn(folder);
  await removeUnfinished(folder);
  await installOnce(finished, async (unfinished) => {
    await run(basePython, ["-m", "venv", unfinished], options);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    const python = join(unfinished, "bin", "python");
    await run(python, [...pip, "--require-hashes", "--only-binary=:all:", "-r", requirements], options);
  });
  return join(finished, "bin", "python");
}

async function installationIn(folder: string): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  return join(folder, `ministack-${digest.slice(0, 12)}`);
}

async function run(command: string, args: string[], options: InstallOptions): Promise<void> {
  const { exitCode, output } = await runCommand(command, args, options);
  if (exitCode === 0) return;
  const reason =
    output
      .trim()
      .split("\n")
      .findLast((line) => /error/i.test(line)) ?? output.trim().split("\n").at(-1);
  throw new ClearError(`The local engine could not be installed (${reason ?? `exit code ${exitCode}`}).`);
}
