/** The name of the page's own script, beside the assets of Swagger UI. */
export const START_SCRIPT = "start.js";

/** A file of its own, because the page's content security policy allows no inline script. */
export function startScript(): string {
  return `SwaggerUIBundle({ url: "openapi.json", dom_id: "#api", deepLinking: true, persistAuthorization: true });\n`;
}

/** Swagger UI over our own document, all of it from the bundle. Paths are relative, so that any host and stage will do. */
export function docsPage(): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Waybill API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/${START_SCRIPT}"></script>
  </body>
</html>
`;
}
