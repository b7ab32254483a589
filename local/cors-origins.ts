import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { projectRoot } from "./project-paths.ts";

const CdkSettings = z.object({
  context: z.object({ waybill: z.object({ corsOrigins: z.string() }) }),
});

/** The setting corsOrigins in cdk.json; empty where it has none, which locally means the pages of this machine only. */
export async function configuredCorsOrigins(file = join(projectRoot, "cdk.json")): Promise<string> {
  const settings = CdkSettings.safeParse(JSON.parse(await readFile(file, "utf8")));
  return settings.success ? settings.data.context.waybill.corsOrigins : "";
}
