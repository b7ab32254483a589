import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { configuredCorsOrigins } from "./cors-origins.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "waybill-cors-"));
  await mkdir(join(root, "stages"));
});
afterEach(() => rm(root, { recursive: true }));

it.each([
  [{ corsOrigins: "https://shop.example" }, "https://shop.example"],
  [{}, ""],
])("of the settings %j in stages/local.json, the origins are %j", async (settings, origins) => {
  await writeFile(join(root, "stages/local.json"), JSON.stringify(settings));
  expect(configuredCorsOrigins(root)).toBe(origins);
});

it("without the file, there are none", () => {
  expect(configuredCorsOrigins(root)).toBe("");
});

it("that are no text are refused, naming the file", async () => {
  await writeFile(join(root, "stages/local.json"), '{ "corsOrigins": 1 }');
  expect(() => configuredCorsOrigins(root)).toThrow("corsOrigins in stages/local.json must be a text, and is 1");
});
