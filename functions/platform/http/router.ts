import type { APIGatewayProxyEvent } from "aws-lambda";
import { notFound, type ProblemError, problemError } from "../values/problems.ts";
import type { Operation, Operations } from "./operation.ts";
import { methodNotAllowed } from "./standard-problems.ts";

/** What was found for a request. */
export interface Route {
  /** The operationId, for logs. */
  readonly name: string;
  readonly operation: Operation | undefined;
  /** The methods that the path has. */
  readonly methods: readonly string[];
}

/** Finds the operation of a request. */
export function router(operations: Operations): (event: APIGatewayProxyEvent) => Route {
  const byResource = Map.groupBy(Object.entries(operations), ([, { resource }]) => resource);
  return ({ resource, httpMethod }) => {
    const group = byResource.get(resource) ?? [];
    const [name, operation] = group.find(([, { method }]) => method === httpMethod) ?? [];
    return { name: name ?? "unknownPath", operation, methods: group.map(([, { method }]) => method).sort() };
  };
}

/** The error for a request that no operation is for: 404 for an unknown path, 405 for an unknown method. */
export function noSuchOperation({ httpMethod, path }: APIGatewayProxyEvent, methods: readonly string[]): ProblemError {
  if (methods.length === 0) return problemError(notFound, `This API has no path ${path}. See /docs for its paths.`);
  return problemError(
    methodNotAllowed,
    `${path} does not support ${httpMethod}. It supports ${methods.join(", ")}; see /docs.`,
  );
}
