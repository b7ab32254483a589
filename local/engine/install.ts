import { join } from "node:path";
import { localFolder } from "../environment.ts";
import { digestOf, installOnce, isInstalled, removeUnfinished } from "./install-once.ts";
import { createVirtualEnvironment, pythonIn } from "./virtual-environment.ts";

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
  const python = pythonIn(await installationIn(folder));
  return { python, isInstalled: await isInstalled(python) };
}

/** Installs the engine's pinned packages into a virtual environment of the project, once. */
export async function installEngine(basePython: string, options: InstallOptions): Promise<string> {
  const folder = options.folder ?? installations;
  const finished = await installationIn(folder);
  await removeUnfinished(folder);
  const { env, signal } = options;
  await installOnce(finished, (unfinished) =>
    createVirtualEnvironment(unfinished, basePython, [{ file: requirements }], {
      what: "The local engine",
      env,
      signal,
    }),
  );
  return pythonIn(finished);
}

async function installationIn(folder: string): Promise<string> {
  return join(folder, `ministack-${await digestOf(requirements)}`);
}
