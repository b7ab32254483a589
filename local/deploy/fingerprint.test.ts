import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "waybill-fingerprint-"));
  await mkdir(join(root, "dist", "orders"), { recursive: true });
  await writeFile(join(root, "dist", "orders", "index.mjs"), "export {}");
  await writeFile(join(root, "cdk.json"), "{}");
});
afterEach(() => rm(root, { recursive: true }));

const fingerprint = (settings = "local") => fingerprintOf(root, ["dist", "cdk.json", "not-there"], settings);

describe("the fingerprint of what is deployed", () => {
  it("nothing changes: it stays the same", async () => {
    expect(await fingerprint()).toBe(await fingerprint());
  });

  it.each([
    ["a file's content", () => writeFile(join(root, "dist", "orders", "index.mjs"), "export { }")],
    ["a file's name", () => rename(join(root, "cdk.json"), join(root, "dist", "cdk.json"))],
    ["a new file", () => writeFile(join(root, "dist", "orders", "chunk.mjs"), "")],
  ])("changes with %s", async (_what, change) => {
    const before = await fingerprint();
    await change();
    expect(await fingerprint()).not.toBe(before);
  });

  it("changes with the settings", async () => {
    expect(await fingerprint("test")).not.toBe(await fingerprint("local"));
  });
});
