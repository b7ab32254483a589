import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import type { FolderContents } from "./output-folder.ts";

const swaggerUi = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

/** The document as it is served: its server is where it is read from. A relative URL starts at the document's own. */
function withOwnServer(document: object): object {
  return { ...document, servers: [{ url: ".", description: "The server that this document was read from" }] };
}

/** What the site function serves beside its code: the API's document as JSON, and the page that shows it (no CDN). */
export function siteAssets(openApiFile: string): FolderContents {
  const document = withOwnServer(parse(readFileSync(openApiFile, "utf8")));
  return new Map<string, Uint8Array>([
    ["openapi.json", Buffer.from(JSON.stringify(document))],
    ["assets/swagger-ui-bundle.js", readFileSync(join(swaggerUi, "swagger-ui-bundle.js"))],
    ["assets/swagger-ui.css", readFileSync(join(swaggerUi, "swagger-ui.css"))],
  ]);
}
