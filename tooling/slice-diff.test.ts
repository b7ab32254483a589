import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";

const projectRoot = join(import.meta.dirname, "..");

/** What it builds is tested by `npm run test:guides`, which is too long for every change. */
test("docs/adding-a-slice.md: its diff applies to the sources as they are", async () => {
  const page = await readFile(join(projectRoot, "docs/adding-a-slice.md"), "utf8");
  const [, diff = ""] = /```diff\n(.*?)```/s.exec(page) ?? [];

  const { failed, stderr } = await execa("git", ["apply", "--check", "-"], {
    cwd: projectRoot,
    input: diff,
    reject: false,
    stripFinalNewline: false,
  });

  expect(failed, stderr).toBe(false);
});
