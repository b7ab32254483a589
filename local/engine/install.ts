import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive, runCommand } from "../child-process.ts";
import { ClearError } from "../clear-error.ts";
import { localFolder } from "../project-paths.ts";

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
  const isInstalled = await access(python).then(
    () => true,
    () => false,
  );
  return { python, isInstalled };
}

/**
 * Installs the engine's pinned packages into a virtual environment of the project, once. The folder gets its name when
 * it is complete, so an interrupted install leaves nothing that looks like one, and two installs at once do no harm.
 */
export async function installEngine(basePython: string, options: InstallOptions): Promise<string> {
  const folder = options.folder ?? installations;
  const finished = await installationIn(folder);
  const unfinished = `${finished}.unfinished-${process.pid}-${randomUUID()}`;
  await removeUnfinished(folder);
  await mkdir(folder, { recursive: true });
  try {
    await run(basePython, ["-m", "venv", unfinished], options);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    const python = join(unfinished, "bin", "python");
    await run(python, [...pip, "--require-hashes", "--only-binary=:all:", "-r", requirements], options);
    await rename(unfinished, finished).catch(async (error: unknown) => {
      if (!(await installedEngine(folder)).isInstalled) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return join(finished, "bin", "python");
}

async function installationIn(folder: string): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  return join(folder, `ministack-${digest.slice(0, 12)}`);
}

async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const owner = /\.unfinished-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
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
