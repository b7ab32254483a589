import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { parseSettings } from "../infra/settings.ts";
import { projectRoot } from "../local/environment.ts";

const read = (file: string) => readFile(join(projectRoot, file), "utf8");
const Manifest = z.object({ optionalDependencies: z.object({ node: z.string() }) });

test(".nvmrc, the Node that npm ci brings, the Node that scripts require and that of Lambda: one version", async () => {
  const wanted = (await read(".nvmrc")).trim();
  const { node } = Manifest.parse(JSON.parse(await read("package.json"))).optionalDependencies;
  expect(node.split(".")[0]).toBe(wanted);
  expect(await read("tooling/require-node.mjs")).toContain(`const needed = ${wanted};`);
  expect(parseSettings("dev", {}).runtime).toBe(`nodejs${wanted}.x`);
});
