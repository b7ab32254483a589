import * as z from "zod";
import { functionsWith } from "../../functions/registry/functions.ts";
import { openApiDocument } from "../../functions/registry/openapi-document.ts";

const Responses = z.record(z.string(), z.object({ "x-codes": z.array(z.string()).default([]) }));
const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        tags: z.tuple([z.string()]),
        "x-allow": z.record(z.string(), z.string()).optional(),
        responses: Responses,
      }),
    ),
  ),
});

/** What the contract says about an operation, as far as requests are made from it. */
export interface Declared {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** undefined: no token is needed. */
  readonly roles: readonly string[] | undefined;
  readonly successes: readonly number[];
  /** The status of each problem. */
  readonly problems: ReadonlyMap<string, number>;
}

/** The declared operations of a shop whose payment provider is the sandbox, by operationId. */
export function declaredOperations(): ReadonlyMap<string, Declared> {
  const { paths } = Document.parse(openApiDocument());
  const deployed = functionsWith("sandbox").map(({ name }) => name);
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { operationId, tags, responses, "x-allow": allow }]) => {
        if (!deployed.includes(tags[0])) return [];
        const statuses = Object.entries(responses).map(([status, response]) => ({ status: Number(status), response }));
        const declared: Declared = {
          operation: operationId,
          method: method.toUpperCase(),
          path,
          roles: allow && Object.keys(allow),
          successes: statuses.flatMap(({ status }) => (status < 400 ? status : [])),
          problems: new Map(
            statuses.flatMap(({ status, response }) => response["x-codes"].map((code) => [code, status] as const)),
          ),
        };
        return [[operationId, declared] as const];
      }),
    ),
  );
}
