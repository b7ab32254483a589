import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The diff in docs/adding-a-slice.md. */
export async function sliceDiff(): Promise<string> {
  const page = await readFile(join(import.meta.dirname, "../docs/adding-a-slice.md"), "utf8");
  return /```diff\n(.*?)```/s.exec(page)?.[1] ?? "";
}
