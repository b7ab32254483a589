import * as z from "zod";

/** Every media type: a body reaches the function with its exact bytes, UTF-8 or not. */
export const binaryMediaTypes = ["*/*"] as const;

const methods = ["get", "put", "post", "delete", "options", "head", "patch"] as const;

const Operation = z.object({ operationId: z.string(), tags: z.tuple([z.string()]) }).optional();
const PathItem = z.object({
  get: Operation,
  put: Operation,
  post: Operation,
  delete: Operation,
  options: Operation,
  head: Operation,
  patch: Operation,
} satisfies Record<(typeof methods)[number], typeof Operation>);
type PathItem = z.infer<typeof PathItem>;
const OpenApiDocument = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), PathItem),
});
export type OpenApiDocument = z.infer<typeof OpenApiDocument>;

interface ProjectedOperation {
  operationId?: string;
  responses: Record<string, never>;
  "x-amazon-apigateway-integration": { type: "aws_proxy"; httpMethod: "POST"; uri: string };
}

export interface ApiProjection {
  openapi: "3.0.1";
  info: { title: string; version: string; description: string };
  "x-amazon-apigateway-binary-media-types": string[];
  paths: Record<string, Record<string, ProjectedOperation>>;
}

export interface ProjectionOptions {
  /** The integration URI of the function that serves the operations with this tag. */
  integrationUri: (tag: string) => string;
  /** The tags of operations that this stage does not have. */
  leaveOut: readonly string[];
  /** The tag of what answers preflights and unknown paths. */
  fallbackTag: string;
  title: string;
  description: string;
}

/** Picks what the projection needs. @throws where an operation lacks an operationId or has not exactly one tag */
export function parseOpenApi(document: unknown): OpenApiDocument {
  const parsed = OpenApiDocument.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`The OpenAPI document cannot be deployed: at ${issue?.path.join(" ")}: ${issue?.message}.`);
}

/**
 * The API as API Gateway's REST APIs understand it: OpenAPI 3.0.1 with paths, methods, operationIds and integrations,
 * and no schemas (API Gateway refuses 3.1, and its models are JSON Schema draft 4). Each path gets a preflight. Its
 * function also gets the methods that the path does not have: it answers 405, where the gateway would answer as for an
 * unknown path. All other paths go to the fallback, also the empty one, which a greedy path does not match. A function
 * answers preflights because a mock could name one origin only, and an engine drops a mock's headers. `ANY` is written
 * as single methods because engines read only those.
 *
 * Bodies pass byte for byte, as base64, whatever their media type: the function decodes and checks them. The document
 * says so for LocalStack, the API's own property for AWS and MiniStack.
 */
export function projectApi(
  { info, paths }: OpenApiDocument,
  { integrationUri, leaveOut, fallbackTag, title, description }: ProjectionOptions,
): ApiProjection {
  const integration = (tag: string) => ({
    responses: {},
    "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri: integrationUri(tag) } as const,
  });
  const fallback = integration(fallbackTag);
  const unknown = Object.fromEntries(methods.map((method) => [method, fallback]));
  const deployed = Object.entries(paths).filter(([path, operations]) => !leaveOut.includes(tagOf(path, operations)));
  const projected = deployed.map(([path, operations]) => {
    const ofItsFunction = integration(tagOf(path, operations));
    const own = methods.map((method) => {
      const operationId = operations[method]?.operationId;
      return [method, { ...(operationId !== undefined && { operationId }), ...ofItsFunction }] as const;
    });
    return [path, { ...Object.fromEntries(own), options: fallback }];
  });
  return {
    openapi: "3.0.1",
    info: { title, version: info.version, description },
    "x-amazon-apigateway-binary-media-types": [...binaryMediaTypes],
    paths: {
      ...Object.fromEntries(projected),
      "/": unknown,
      "/{proxy+}": unknown,
    },
  };
}

/** The tag of the one function that serves a path. @throws where its operations belong to several */
function tagOf(path: string, operations: PathItem): string {
  const tags = new Set(methods.flatMap((method) => operations[method]?.tags ?? []));
  const [tag] = tags;
  if (tag !== undefined && tags.size === 1) return tag;
  throw new Error(`The operations of ${path} have the tags ${[...tags].join(", ")}: a path is served by one function.`);
}
