import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { runToEnd } from "../child-process.ts";
import { ClearError } from "../clear-error.ts";
import { localFolder } from "../project-paths.ts";

const requirements = join(import.meta.dirname, "requirements.txt");
const installations = join(localFolder, "engine");

/** The version of MiniStack that requirements.txt pins. */
export async function pinnedVersion(): Promise<string> {
  const version = /^ministack==(\S+)/m.exec(await readFile(requirements, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${requirements} does not pin ministack`);
  return version;
}

/** Where the embedded engine's Python is when it is installed, and whether it is. */
export async function installedEngine(): Promise<{ python: string; isInstalled: boolean }> {
  const python = join(await installationFolder(), "bin", "python");
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
export async function installEngine(
  basePython: string,
  options: { env: NodeJS.ProcessEnv; signal?: AbortSignal | undefined },
): Promise<string> {
  const finished = await installationFolder();
  const unfinished = `${finished}.unfinished-${process.pid}`;
  await removeUnfinished();
  await mkdir(installations, { recursive: true });
  try {
    await run(basePython, ["-m", "venv", unfinished], options);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    const python = join(unfinished, "bin", "python");
    await run(python, [...pip, "--require-hashes", "--only-binary=:all:", "-r", requirements], options);
    await rename(unfinished, finished).catch(async (error: unknown) => {
      if (!(await installedEngine()).isInstalled) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return join(finished, "bin", "python");
}

async function installationFolder(): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  return join(installations, `ministack-${digest.slice(0, 12)}`);
}

async function removeUnfinished(): Promise<void> {
  const names = await readdir(installations).catch(() => []);
  for (const name of names) {
    const owner = /\.unfinished-(\d+)$/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      await rm(join(installations, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function run(
  command: string,
  args: string[],
  options: { env: NodeJS.ProcessEnv; signal?: AbortSignal | undefined },
): Promise<void> {
  const { exitCode, output } = await runToEnd(command, args, options);
  if (exitCode === 0) return;
  const reason =
    output
      .trim()
      .split("\n")
      .findLast((line) => /error/i.test(line)) ?? output.trim().split("\n").at(-1);
  throw new ClearError(`The local engine could not be installed (${reason ?? `exit code ${exitCode}`}).`);
}
