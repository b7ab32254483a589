import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { sliceDiff } from "./slice-diff.ts";

/** What it builds is tested by `npm run test:guides`, which is too long for every change. */
test("docs/adding-a-slice.md: its diff applies to the sources as they are", async () => {
  const { failed, stderr } = await execa("git", ["apply", "--check", "-"], {
    cwd: join(import.meta.dirname, ".."),
    input: await sliceDiff(),
    reject: false,
  });

  expect(failed, stderr).toBe(false);
});
