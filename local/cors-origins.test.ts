import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { configuredCorsOrigins } from "./cors-origins.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-cors-"));
});
afterEach(() => rm(folder, { recursive: true }));

it.each([
  [{ context: { waybill: { corsOrigins: "https://shop.example" } } }, "https://shop.example"],
  [{ context: { waybill: {} } }, ""],
  [{ app: "node infra/app.ts" }, ""],
])("of the settings in cdk.json %j, the origins are %j", async (settings, origins) => {
  const file = join(folder, "cdk.json");
  await writeFile(file, JSON.stringify(settings));
  expect(await configuredCorsOrigins(file)).toBe(origins);
});
