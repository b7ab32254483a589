import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** A digest of files and folders (those that exist) below a root, by path and content, and of a text beside them. */
export async function fingerprintOf(root: string, paths: readonly string[], text: string): Promise<string> {
  const hash = createHash("sha256").update(text);
  for (const path of paths) {
    for (const file of await filesBelow(root, path)) {
      const content = await readFile(join(root, file));
      hash.update(`\n${file} ${content.length}\n`).update(content);
    }
  }
  return hash.digest("hex");
}

async function filesBelow(root: string, path: string): Promise<string[]> {
  const kind = await stat(join(root, path)).catch(() => undefined);
  if (kind === undefined) return [];
  if (!kind.isDirectory()) return [path];
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
