import * as z from "zod/mini";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from "zod-openapi";
import type { Problem } from "../values/problems.ts";
import type { AnswerBody, Operation, Operations, Shape } from "./operation.ts";
import { standardProblems } from "./standard-problems.ts";

/** What a document says beside its operations. */
export interface DocumentHead {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** The tags in the order in which they are shown; each is a slice. */
  readonly tags: readonly { readonly name: string; readonly description: string; readonly operations: Operations }[];
}

/** The shape of every error: RFC 9457 with a stable code. */
const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.exactOptional(z.string()),
    code: z.string().check(z.meta({ description: "Stable: what a program decides by" })),
    errors: z.exactOptional(z.array(z.object({ path: z.string(), message: z.string() }))),
    requestId: z.string().check(z.meta({ description: "What to tell us when you ask about this error" })),
  })
  .check(
    z.meta({
      id: "Problem",
      description: "application/problem+json, RFC 9457",
      examples: [
        {
          type: "urn:waybill:problem:not_found",
          title: "Resource not found.",
          status: 404,
          detail: "There is no product MUG-BLUE-350.",
          instance: "/products/MUG-BLUE-350",
          code: "not_found",
          requestId: "5e21a25b-2872-4c5a-9493-2ead449b6b7d",
        },
      ],
    }),
  );

/** The API's contract as an OpenAPI 3.1 document: nothing in it is written anywhere but in the operations. */
export function documentOf({ title, version, description, tags }: DocumentHead): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { name, operations } of tags) {
    for (const [operationId, operation] of Object.entries(operations)) {
      paths[operation.resource] = {
        ...paths[operation.resource],
        [operation.method.toLowerCase()]: describe(operationId, name, operation),
      };
    }
  }
  return createDocument({
    openapi: "3.1.0",
    info: { title, version, description, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: "http://localhost:4000/v1", description: "The local cloud that `npm start` runs" }],
    tags: tags.map((tag) => ({ name: tag.name, description: tag.description })),
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: { Problem: ProblemDocument },
    },
  });
}

function describe(operationId: string, tag: string, operation: Operation): ZodOpenApiOperationObject {
  const headers = headersOf(operation);
  const query = Object.fromEntries(Object.entries(operation.query).map(([name, schema]) => [name, z.optional(schema)]));
  return {
    operationId,
    tags: [tag],
    summary: operation.summary,
    ...(operation.description !== undefined && { description: operation.description }),
    ...(operation.allow === "public" ? { security: [] } : { "x-allow": { ...operation.allow } }),
    requestParams: {
      ...(hasAny(operation.path) && { path: z.object(operation.path) }),
      ...(hasAny(query) && { query: z.object(query) }),
      ...(hasAny(headers) && { header: z.object(headers) }),
    },
    ...(operation.body && {
      requestBody: { required: true, content: { "application/json": { schema: operation.body } } },
    }),
    responses: { ...answers(operation), ...refusals(operation) },
  };
}

function headersOf({ needsIdempotencyKey, takesIfMatch }: Operation): Shape {
  const key = z.string().check(
    z.regex(/^[\x20-\x7e]{1,255}$/),
    z.meta({
      description: "One for each thing to create, the same for every retry; it does not expire",
      examples: ["3f0c4f6a-order-1"],
    }),
  );
  const version = z.string().check(
    z.regex(/^(?:\*|"\d{1,15}")$/),
    z.meta({
      description: "The ETag that the change is based on; refused with 412 once it is stale. * is any version",
      examples: ['"3"'],
    }),
  );
  return {
    ...(needsIdempotencyKey && { "Idempotency-Key": key }),
    ...(takesIfMatch && { "If-Match": z.optional(version) }),
  };
}

function answers(operation: Operation): Record<`${1 | 2 | 3}${string}`, ZodOpenApiResponseObject> {
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, body]) => [status, success(Number(status), body)]),
  );
}

const MEANING: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted; not settled yet",
  204: "Done",
};

function success(status: number, body: AnswerBody): ZodOpenApiResponseObject {
  const description = MEANING[status] ?? "OK";
  if (body === null) return { description };
  if ("mediaTypes" in body) {
    const text = { schema: { type: "string" } } as const;
    return { description, content: Object.fromEntries(body.mediaTypes.map((mediaType) => [mediaType, text])) };
  }
  return { description, content: { "application/json": { schema: body } } };
}

function refusals(operation: Operation): Record<`${4 | 5}${string}`, ZodOpenApiResponseObject> {
  const all = [...operation.problems, ...standardProblems(operation)];
  const statuses = [...new Set(all.map(({ status }) => status))].sort((a, b) => a - b);
  return Object.fromEntries(statuses.map((status) => [status, refusal(all.filter((kind) => kind.status === status))]));
}

function refusal(kinds: readonly Problem[]): ZodOpenApiResponseObject {
  const unique = [...new Map(kinds.map((kind) => [kind.code, kind])).values()];
  return {
    description: unique.map(({ code, title }) => `\`${code}\`: ${title}`).join(" "),
    "x-codes": unique.map(({ code }) => code),
    content: { "application/problem+json": { schema: ProblemDocument } },
  };
}

function hasAny(shape: Shape): boolean {
  return Object.keys(shape).length > 0;
}
