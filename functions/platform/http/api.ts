import middy from "@middy/core";
import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import * as z from "zod/mini";
import { clock } from "../runtime/clock.ts";
import { log, reasonOf } from "../runtime/logging.ts";
import { currentContext, runInContext } from "../runtime/request-context.ts";
import type { Caller } from "../values/caller.ts";
import { loggedIds } from "../values/logged-ids.ts";
import { notFound, ProblemError, problemError } from "../values/problems.ts";
import { authenticate } from "./authenticate.ts";
import { cors, preflight } from "./cors.ts";
import type { Answer, Operation, Operations } from "./operation.ts";
import {
  type GivenPath,
  parseBody,
  parseIdempotencyKey,
  parseIfMatch,
  parsePath,
  parseQuery,
} from "./parse-request.ts";
import { type HttpResponse, problemResponse, unforeseen } from "./problem-response.ts";
import { secured } from "./security-headers.ts";
import { forbidden, methodNotAllowed } from "./standard-problems.ts";

/** A request may wait this long for a provider or a retry; API Gateway itself gives up at 29 s. */
const REQUEST_MS = 15_000;

/** The handler of an API function: its operations behind CORS, security headers, authentication and validation. */
export function api(operations: Operations) {
  const routes = new Map(
    Object.entries(operations).map(([name, operation]) => [
      `${operation.method} ${operation.resource}`,
      { name, operation },
    ]),
  );
  const methodsOf = methodsByResource(operations);
  return middy<APIGatewayProxyEvent, HttpResponse>()
    .use(cors())
    .handler((event: APIGatewayProxyEvent, context: Context) => {
      const started = clock.now();
      const requestId = event.requestContext.requestId || context.awsRequestId;
      const route = routes.get(`${event.httpMethod} ${event.resource}`);
      const cause = route?.name ?? "unknownPath";
      const work = {
        correlationId: requestId,
        actor: "anonymous",
        cause,
        deadline: started + REQUEST_MS,
        clock: clock.now,
      };
      return runInContext(work, async () => {
        const operation = route?.operation;
        const { response, problemCode } = await respond(operation, methodsOf.get(event.resource) ?? [], event);
        log.info("request", {
          operation: cause,
          status: response.statusCode,
          ...(problemCode !== undefined && { problemCode }),
          milliseconds: clock.now() - started,
          ...(operation && idsIn(operation, event.pathParameters ?? {})),
        });
        return secured({ ...response, headers: { ...response.headers, "x-request-id": requestId } });
      });
    });
}

function methodsByResource(operations: Operations): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(Object.values(operations), ({ resource }) => resource);
  return new Map([...groups].map(([resource, group]) => [resource, group.map(({ method }) => method).sort()]));
}

interface Outcome {
  readonly response: HttpResponse;
  readonly problemCode?: string;
}

/** `allowed`: the methods that the path has. */
async function respond(
  operation: Operation | undefined,
  allowed: readonly string[],
  event: APIGatewayProxyEvent,
): Promise<Outcome> {
  if (event.httpMethod === "OPTIONS") return { response: preflight };
  try {
    if (operation) return { response: success(await serve(operation, event)) };
    throw noSuchOperation(event, allowed);
  } catch (error) {
    const { correlationId } = currentContext();
    const isKnown = error instanceof ProblemError;
    if (!isKnown) log.error("unforeseen error", { error: error instanceof Error ? error : reasonOf(error) });
    const problem = isKnown ? error : unforeseen(correlationId);
    const response = problemResponse(problem, event.path, correlationId);
    // RFC 9110, 15.5.6: a 405 lists the methods that the path has.
    const allow = problem.problem === methodNotAllowed && { Allow: [...allowed, "OPTIONS"].join(", ") };
    return { response: { ...response, headers: { ...response.headers, ...allow } }, problemCode: problem.code };
  }
}

function noSuchOperation({ httpMethod, path }: APIGatewayProxyEvent, allowed: readonly string[]): ProblemError {
  if (allowed.length === 0) return problemError(notFound, `This API has no path ${path}. See /docs for what it has.`);
  return problemError(
    methodNotAllowed,
    `${path} does not take ${httpMethod}. It takes ${allowed.join(", ")}; see /docs.`,
  );
}

/** The ids in a path that may be logged. */
function idsIn({ path }: Operation, given: GivenPath): Record<string, string | undefined> {
  const ids = Object.entries(path).filter(
    ([name, schema]) => loggedIds.has(schema) && z.safeParse(schema, given[name]).success,
  );
  return Object.fromEntries(ids.map(([name]) => [name, given[name]]));
}

async function serve(operation: Operation, event: APIGatewayProxyEvent): Promise<Answer<number, unknown>> {
  const header = headersOf(event);
  const caller = await admit(operation, header("authorization"));
  const path = parsePath(operation, event.pathParameters ?? {});
  const query = parseQuery(operation, event.multiValueQueryStringParameters ?? {});
  const idempotencyKey = operation.needsIdempotencyKey ? parseIdempotencyKey(header("idempotency-key")) : undefined;
  const ifMatch = operation.takesIfMatch ? parseIfMatch(header("if-match")) : undefined;
  const { body, fingerprint } = operation.body
    ? parseBody(operation.body, header("content-type"), bodyBytes(event))
    : { body: undefined, fingerprint: "" };
  const request = { path, query, body, fingerprint, caller, idempotencyKey, ifMatch };
  if (!caller) return operation.handle(request);
  return runInContext({ ...currentContext(), actor: `${caller.role}:${caller.subject}` }, () =>
    operation.handle(request),
  );
}

async function admit({ allow }: Operation, authorization: string | undefined): Promise<Caller | undefined> {
  if (allow === "public") return undefined;
  const { subject, role } = await authenticate(authorization);
  const reach = allow[role];
  if (!reach)
    throw problemError(
      forbidden,
      `The role ${role} may not do this. It takes the role ${Object.keys(allow).join(" or ")}.`,
    );
  return { subject, role, reach };
}

/** Header names are case-insensitive (RFC 9110, 5.1), and API Gateway passes them on as they were sent. */
function headersOf(event: APIGatewayProxyEvent): (name: string) => string | undefined {
  const headers = new Map(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => headers.get(name);
}

/** With binary media types the gateway hands over bodies as base64, byte for byte; a test or an engine may give text. */
function bodyBytes({ body, isBase64Encoded }: APIGatewayProxyEvent): Uint8Array {
  return Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
}

function success({ status, body, version, replayed, headers }: Answer<number, unknown>): HttpResponse {
  return {
    statusCode: status,
    headers: {
      "Cache-Control": "no-store",
      ...(typeof body === "string" || body === null ? {} : { "Content-Type": "application/json" }),
      ...(version !== undefined && { ETag: `"${version}"` }),
      ...(replayed && { "Idempotent-Replayed": "true" }),
      ...headers,
    },
    body: body === null ? "" : typeof body === "string" ? body : JSON.stringify(body),
  };
}
