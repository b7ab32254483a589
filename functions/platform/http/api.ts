import middy from "@middy/core";
import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import { log, reasonOf } from "../aws/logging.ts";
import { machine } from "../machine.ts";
import type { Caller } from "../values/caller.ts";
import { notFound, ProblemError, refuse } from "../values/problems.ts";
import { currentWork, runWork } from "../work.ts";
import { authenticate } from "./authenticate.ts";
import { cors, preflight } from "./cors.ts";
import type { Answer, Operation, Operations } from "./operation.ts";
import { parseBody, parseIdempotencyKey, parseIfMatch, parsePath, parseQuery } from "./parse-request.ts";
import { type HttpResponse, problemResponse, unforeseen } from "./problem-response.ts";
import { secured } from "./security-headers.ts";
import { forbidden } from "./standard-problems.ts";

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
  return middy<APIGatewayProxyEvent, HttpResponse>()
    .use(cors())
    .handler((event: APIGatewayProxyEvent, context: Context) => {
      const started = machine.now();
      const requestId = event.requestContext.requestId || context.awsRequestId;
      const route = routes.get(`${event.httpMethod} ${event.resource}`);
      const cause = route?.name ?? "unknownPath";
      const work = {
        correlationId: requestId,
        actor: "anonymous",
        cause,
        deadline: started + REQUEST_MS,
        clock: machine.now,
      };
      return runWork(work, async () => {
        const response = await respond(route?.operation, event);
        log.info("request", {
          operation: cause,
          status: response.statusCode,
          milliseconds: machine.now() - started,
          ...event.pathParameters,
        });
        return secured({ ...response, headers: { ...response.headers, "x-request-id": requestId } });
      });
    });
}

async function respond(operation: Operation | undefined, event: APIGatewayProxyEvent): Promise<HttpResponse> {
  if (event.httpMethod === "OPTIONS") return preflight;
  const { correlationId } = currentWork();
  try {
    if (!operation)
      throw refuse(notFound, `This API has no ${event.httpMethod} ${event.path}. See /docs for what it has.`);
    return success(await serve(operation, event));
  } catch (error) {
    if (error instanceof ProblemError) return problemResponse(error, event.path, correlationId);
    log.error("unforeseen error", { error: error instanceof Error ? error : reasonOf(error) });
    return problemResponse(unforeseen(correlationId), event.path, correlationId);
  }
}

async function serve(operation: Operation, event: APIGatewayProxyEvent): Promise<Answer<number, unknown>> {
  const header = headersOf(event);
  const caller = await admit(operation, header("authorization"));
  const path = parsePath(operation, event.pathParameters ?? {});
  const query = parseQuery(operation, event.multiValueQueryStringParameters ?? {});
  const idempotencyKey = operation.needsIdempotencyKey ? parseIdempotencyKey(header("idempotency-key")) : undefined;
  const ifMatch = operation.takesIfMatch ? parseIfMatch(header("if-match")) : undefined;
  const { body, fingerprint } = operation.body
    ? parseBody(operation.body, header("content-type"), bodyText(event))
    : { body: undefined, fingerprint: "" };
  const request = { path, query, body, fingerprint, caller, idempotencyKey, ifMatch };
  if (!caller) return operation.handle(request);
  return runWork({ ...currentWork(), actor: `${caller.role}:${caller.subject}` }, () => operation.handle(request));
}

async function admit({ allow }: Operation, authorization: string | undefined): Promise<Caller | undefined> {
  if (allow === "public") return undefined;
  const { subject, role } = await authenticate(authorization);
  const reach = allow[role];
  if (!reach)
    throw refuse(forbidden, `A ${role} may not do this; it takes the role ${Object.keys(allow).join(" or ")}.`);
  return { subject, role, reach };
}

/** Header names are case-insensitive (RFC 9110, 5.1), and API Gateway passes them on as they were sent. */
function headersOf(event: APIGatewayProxyEvent): (name: string) => string | undefined {
  const headers = new Map(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => headers.get(name);
}

function bodyText({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? "", "base64").toString() : (body ?? "");
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
