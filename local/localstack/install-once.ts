import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isAlive } from "../child-process.ts";

/** Whether a folder that `installOnce` fills is complete. */
export function isInstalled(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}

/**
 * Fills a folder, once. It gets its name when it is complete, so an interrupted installation leaves nothing that looks
 * like one, and two at once do no harm. Whatever was installed before under another name, `prefix-…`, is deleted.
 */
export async function installOnce(
  folder: string,
  prefix: string,
  fill: (unfinished: string) => Promise<void>,
): Promise<void> {
  if (await isInstalled(folder)) return;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  const unfinished = `${folder}.unfinished-${process.pid}`;
  try {
    await fill(unfinished);
    await rename(unfinished, folder).catch(async (error: unknown) => {
      if (!(await isInstalled(folder))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  for (const name of await readdir(parent)) {
    const isOlder = name.startsWith(`${prefix}-`) && name !== basename(folder) && !name.includes(".unfinished-");
    if (isOlder) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** Clears away what killed installations left in a folder. What they started may still write there: then next time. */
export async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const owner = /\.unfinished-(\d+)$/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}
