/** The name of the page's own script, beside the assets of Swagger UI. */
export const START_SCRIPT = "start.js";

/**
 * A file of its own, because the page's content security policy allows no inline script. The page shows the document's
 * server, which is relative to the document, as the address that it means.
 */
export const startScript = `const response = await fetch("openapi.json");
const spec = await response.json();
const absolute = ({ url, ...server }) => ({ ...server, url: new URL(url, response.url).href.replace(/\\/$/, "") });
SwaggerUIBundle({
  spec: { ...spec, servers: spec.servers.map(absolute) },
  dom_id: "#api",
  deepLinking: true,
  operationsSorter: "alpha",
  persistAuthorization: true,
});
`;

/** The page loads and runs only what its own origin serves. */
export const docsPagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Swagger UI over our own document, all of it from the bundle. Paths are relative, so that any host and stage will do. */
export function docsPage(): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Waybill API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script type="module" src="docs/${START_SCRIPT}"></script>
  </body>
</html>
`;
}
