import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { installOnce, isInstalled, removeUnfinished } from "./install-once.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "waybill-install-"));
  onTestFinished(() => rm(home, { recursive: true }));
});

async function fill(folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, "file"), "there");
}

describe("an installation", () => {
  it("complete: the folder exists", async () => {
    const folder = join(home, "part-2");
    await installOnce(folder, fill);
    expect(await isInstalled(folder)).toBe(true);
    expect(await readFile(join(folder, "file"), "utf8")).toBe("there");
  });

  it("second call: nothing is installed", async () => {
    const folder = join(home, "part-2");
    await installOnce(folder, fill);
    await installOnce(folder, () => Promise.reject(new Error("a second time")));
  });

  it("fails: nothing is left", async () => {
    const folder = join(home, "part-2");
    const failing = installOnce(folder, async (unfinished) => {
      await fill(unfinished);
      throw new Error("no network");
    });
    await expect(failing).rejects.toThrow("no network");
    expect(await readdir(home)).toEqual([]);
  });

  it("killed: its folder is removed; one in progress stays", async () => {
    // No process has this number: it is beyond what any system gives.
    await fill(join(home, "part-2.unfinished-999999999"));
    await fill(join(home, `part-2.unfinished-${process.pid}`));
    await removeUnfinished(home);
    expect(await readdir(home)).toEqual([`part-2.unfinished-${process.pid}`]);
  });

  it("older version exists: replaced, other parts stay", async () => {
    await fill(join(home, "part-1"));
    await fill(join(home, "other-1"));
    await installOnce(join(home, "part-2"), fill, { replaces: "part" });
    expect((await readdir(home)).sort()).toEqual(["other-1", "part-2"]);
  });

  it("two at once: the first to finish wins", async () => {
    const folder = join(home, "part-2");
    await installOnce(folder, async (unfinished) => {
      await fill(unfinished);
      await fill(folder);
    });
    expect(await readdir(home)).toEqual(["part-2"]);
  });
});
