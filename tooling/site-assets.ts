import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import type { FolderContents } from "./output-folder.ts";

const swaggerUi = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

/** What the site function serves beside its code: the API's document as JSON, and the page that shows it (no CDN). */
export function siteAssets(openApiFile: string): FolderContents {
  const document: unknown = parse(readFileSync(openApiFile, "utf8"));
  return new Map<string, Uint8Array>([
    ["openapi.json", Buffer.from(JSON.stringify(document))],
    ["assets/swagger-ui-bundle.js", readFileSync(join(swaggerUi, "swagger-ui-bundle.js"))],
    ["assets/swagger-ui.css", readFileSync(join(swaggerUi, "swagger-ui.css"))],
  ]);
}
