import type { APIGatewayProxyEvent } from "aws-lambda";
import { currentContext, runInContext } from "../runtime/request-context.ts";
import type { Caller } from "../values/caller.ts";
import { problemError } from "../values/problems.ts";
import { authenticate } from "./authenticate.ts";
import type { Operation, UntypedAnswer } from "./operation.ts";
import { parseHeaders, parseIdempotencyKey, parseIfMatch, parsePath, parseQuery } from "./parse-request.ts";
import { forbidden } from "./standard-problems.ts";

/**
 * Authenticates and parses a request, in this order, and calls its operation's handler.
 *
 * @param event with header names in lower case
 */
export async function serveOperation(operation: Operation, event: APIGatewayProxyEvent): Promise<UntypedAnswer> {
  const header = event.headers ?? {};
  const caller = await admit(operation, header.authorization);
  const path = parsePath(operation, event.pathParameters ?? {});
  const query = parseQuery(operation, event.multiValueQueryStringParameters ?? {});
  const headers = parseHeaders(operation, event.multiValueHeaders ?? {});
  const idempotencyKey = operation.needsIdempotencyKey ? parseIdempotencyKey(header["idempotency-key"]) : undefined;
  const ifMatch = operation.takesIfMatch ? parseIfMatch(header["if-match"]) : undefined;
  const { body, fingerprint } = operation.body?.decode(bodyBytes(event), header["content-type"]) ?? noBody;
  const request = { path, query, headers, body, fingerprint, caller, idempotencyKey, ifMatch };
  if (!caller) return operation.handle(request);
  return runInContext({ ...currentContext(), actor: `${caller.role}:${caller.subject}` }, () =>
    operation.handle(request),
  );
}

const noBody = { body: undefined, fingerprint: "" };

async function admit({ allow }: Operation, authorization: string | undefined): Promise<Caller | undefined> {
  if (allow === "public") return undefined;
  const { subject, role } = await authenticate(authorization);
  const reach = allow[role];
  if (!reach)
    throw problemError(
      forbidden,
      `The role ${role} has no permission for this operation. It requires the role ${anyOf(Object.keys(allow))}.`,
    );
  return { subject, role, reach };
}

function anyOf(names: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(names);
}

/** With binary media types the gateway hands over bodies as base64, byte for byte; a test or an engine may give text. */
function bodyBytes({ body, isBase64Encoded }: APIGatewayProxyEvent): Uint8Array {
  return Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
}
