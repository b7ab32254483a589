import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { removeAbandoned } from "../child-process.ts";

/** Whether a folder that `installOnce` fills is complete. */
export function isInstalled(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}

/**
 * Fills a folder, once. It gets its name when it is complete: an interrupted installation leaves nothing that looks like
 * one, and two at once do no harm. Other folders named `replaces-…` beside it are deleted.
 */
export async function installOnce(
  folder: string,
  fill: (unfinished: string) => Promise<void>,
  { replaces }: { replaces?: string } = {},
): Promise<void> {
  if (await isInstalled(folder)) return;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  const unfinished = `${folder}.unfinished-${process.pid}-${randomUUID()}`;
  try {
    await fill(unfinished);
    await rename(unfinished, folder).catch(async (error: unknown) => {
      if (!(await isInstalled(folder))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  if (replaces !== undefined) await removeOlder(folder, replaces);
}

async function removeOlder(folder: string, prefix: string): Promise<void> {
  const parent = dirname(folder);
  for (const name of await readdir(parent)) {
    const isOlder = name.startsWith(`${prefix}-`) && name !== basename(folder) && !name.includes(".unfinished-");
    if (isOlder) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** Removes what killed installations left in a folder. */
export function removeUnfinished(parent: string): Promise<void> {
  return removeAbandoned(parent, /\.unfinished-(\d+)(?:-|$)/);
}

/** Twelve digits that follow from the content of files: in the name of what is installed from them. */
export async function digestOf(...files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(await readFile(file));
  return hash.digest("hex").slice(0, 12);
}
