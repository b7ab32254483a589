import type { FunctionDeclaration } from "../functions/registry/functions.ts";
import { parseOpenApi } from "../infra/api-projection.ts";

/**
 * An event that a function answers without AWS, through all of its handler: a request without a token (401), a public
 * page, or an empty batch. The sweeper has none, as a sweep begins by reading the table.
 */
export function firstEvent(declaration: FunctionDeclaration, openApi: unknown): object | undefined {
  switch (declaration.kind) {
    case "api":
      return request(declaration.tag === "site" ? "/docs" : firstRead(declaration.tag, openApi));
    case "queue":
    case "stream":
      return { Records: [] };
    case "schedule":
      return undefined;
  }
}

function firstRead(tag: string, openApi: unknown): string {
  const reads = Object.entries(parseOpenApi(openApi).paths).filter(([, { get }]) => get?.tags.includes(tag));
  const [path] = reads[0] ?? [];
  if (!path) throw new Error(`openapi.yaml has no GET with the tag ${tag}.`);
  return path;
}

/** A GET as API Gateway hands it over (payload format 1.0). */
function request(resource: string): object {
  return {
    httpMethod: "GET",
    resource,
    path: resource,
    headers: {},
    multiValueHeaders: {},
    pathParameters: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    requestContext: { requestId: "bench", resourcePath: resource, httpMethod: "GET", stage: "v1" },
    body: null,
    isBase64Encoded: false,
  };
}
