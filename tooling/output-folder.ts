import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A folder's files by their path inside it. */
export type FolderContents = ReadonlyMap<string, Uint8Array>;

/**
 * Makes `folder` hold exactly `contents`, and leaves it alone when it already does: what did not change keeps its times,
 * and is neither uploaded nor deployed again. Returns whether anything was written.
 */
export function replaceFolder(folder: string, contents: FolderContents): boolean {
  const existing = existsSync(folder) ? filesIn(folder) : [];
  const obsolete = existing.filter((file) => !contents.has(file));
  const changed = [...contents].filter(([file, bytes]) => !holds(join(folder, file), bytes));

  for (const file of obsolete) rmSync(join(folder, file));
  for (const [file, bytes] of changed) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), bytes);
  }
  return obsolete.length + changed.length > 0;
}

/** Removes the folders of functions that no longer exist. */
export function removeOtherFolders(parent: string, names: readonly string[]): void {
  for (const entry of readdirSync(parent)) {
    if (!names.includes(entry)) rmSync(join(parent, entry), { recursive: true });
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function holds(file: string, bytes: Uint8Array): boolean {
  return existsSync(file) && readFileSync(file).equals(bytes);
}
