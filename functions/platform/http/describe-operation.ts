import * as z from "zod/mini";
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from "zod-openapi";
import { ROLES, type Role } from "../values/caller.ts";
import type { Problem } from "../values/problems.ts";
import type { AnswerCodec, ContentSchema } from "./answer-codecs.ts";
import type { Allow, Shape } from "./declaration.ts";
import type { Operation } from "./operation.ts";
import { problemsOf } from "./operation-problems.ts";
import { answerHeaders, problemHeaders, requestHeaders } from "./standard-headers.ts";

/** The shape of every error: RFC 9457 with a stable code. */
export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int().check(z.minimum(400), z.maximum(599)),
    detail: z.string(),
    instance: z.exactOptional(z.string()),
    code: z.string().check(z.meta({ description: "Stable: programs decide by this code" })),
    errors: z.exactOptional(z.array(z.object({ path: z.string(), message: z.string() }))),
    requestId: z.string().check(z.meta({ description: "Report this id when you ask about the error" })),
  })
  .check(z.meta({ id: "Problem", description: "application/problem+json, RFC 9457" }));

/** An operation as OpenAPI describes it. */
export function describeOperation(operationId: string, tag: string, operation: Operation): ZodOpenApiOperationObject {
  const headers = { ...requestHeaders(operation), ...operation.headers };
  return {
    operationId,
    tags: [tag],
    summary: operation.summary,
    description: [operation.description ?? [], callersOf(operation.allow)].flat().join("\n\n"),
    ...(operation.allow === "public" ? { security: [] } : { "x-allow": { ...operation.allow } }),
    requestParams: {
      ...(hasAny(operation.path) && { path: z.object(operation.path) }),
      ...(hasAny(operation.query) && { query: z.object(operation.query) }),
      ...(hasAny(headers) && { header: z.object(headers) }),
    },
    ...(operation.body && { requestBody: { required: true, content: media(operation.body.content) } }),
    responses: { ...answers(operation), ...problems(operation) },
  };
}

const CALLERS: Readonly<Record<Role, string>> = {
  customer: "customers",
  staff: "staff",
  operator: "operators",
  service: "services",
};

/** Who may call, as a sentence: "Callers: customers (what is their own), staff, services." */
function callersOf(allow: Allow): string {
  if (allow === "public") return "Callers: everybody, without a token.";
  const callers = ROLES.filter((role) => allow[role]).map((role) =>
    allow[role] === "own" ? `${CALLERS[role]} (what is their own)` : CALLERS[role],
  );
  return `Callers: ${callers.join(", ")}.`;
}

function answers(operation: Operation): Record<`${1 | 2 | 3}${string}`, ZodOpenApiResponseObject> {
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, codec]) => [status, success(operation, Number(status), codec)]),
  );
}

const MEANING: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted; not complete yet",
  204: "No content",
};

function success(operation: Operation, status: number, codec: AnswerCodec<never> | null): ZodOpenApiResponseObject {
  return {
    description: MEANING[status] ?? "OK",
    headers: z.object({ ...answerHeaders(operation, codec), ...operation.answerHeaders }),
    ...(codec && { content: media(codec.content) }),
  };
}

function media(content: Readonly<Record<string, ContentSchema>>) {
  return Object.fromEntries(Object.entries(content).map(([mediaType, schema]) => [mediaType, { schema }]));
}

function problems(operation: Operation): Record<`${4 | 5}${string}`, ZodOpenApiResponseObject> {
  const all = problemsOf(operation);
  const statuses = [...new Set(all.map(({ status }) => status))].sort((a, b) => a - b);
  return Object.fromEntries(statuses.map((status) => [status, problemsWith(status, all)]));
}

function problemsWith(status: number, all: readonly Problem[]): ZodOpenApiResponseObject {
  const unique = [...new Map(all.filter((kind) => kind.status === status).map((kind) => [kind.code, kind])).values()];
  return {
    description: unique.map(({ code, title }) => `\`${code}\`: ${title}`).join(" "),
    "x-codes": unique.map(({ code }) => code),
    headers: z.object(problemHeaders(status, unique)),
    content: { "application/problem+json": { schema: ProblemDocument } },
  };
}

function hasAny(shape: Shape): boolean {
  return Object.keys(shape).length > 0;
}
