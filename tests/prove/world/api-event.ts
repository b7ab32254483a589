import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Operation } from "../../../functions/platform/http/operation.ts";
import { aRequest } from "../../builders/api-requests.ts";

export interface RequestParts {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly key?: string;
  readonly ifMatch?: number;
}

/** A request as API Gateway passes it to a function, without a request id: the invocation's id is used. */
export function apiEvent({ method, resource }: Operation, sent: RequestParts, token: string): APIGatewayProxyEvent {
  const { path = {}, query = {}, body, key, ifMatch } = sent;
  return aRequest({
    method,
    resource,
    path: resource.replaceAll(/\{(\w+)\}/g, (_, name: string) => path[name] ?? ""),
    pathParameters: { ...path },
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body && { "Content-Type": "application/json" }),
      ...(key !== undefined && { "Idempotency-Key": key }),
      ...(ifMatch !== undefined && { "If-Match": `"${ifMatch}"` }),
    },
    ...(body && { body: JSON.stringify(body) }),
    requestId: "",
  });
}
