import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import * as z from "zod/mini";
import { clock } from "../runtime/clock.ts";
import { log, reasonOf } from "../runtime/logging.ts";
import { currentContext, runInContext } from "../runtime/request-context.ts";
import { loggedIds } from "../values/logged-ids.ts";
import { ProblemError } from "../values/problems.ts";
import { answerResponse, type HttpResponse } from "./answer-response.ts";
import { cors, preflightResponse } from "./cors.ts";
import type { Operation, Operations } from "./operation.ts";
import type { GivenPath } from "./parse-request.ts";
import { problemResponse, unexpectedError } from "./problem-response.ts";
import { noSuchOperation, type Route, router } from "./router.ts";
import { securityHeaders } from "./security-headers.ts";
import { serveOperation } from "./serve-operation.ts";

/** A request may wait this long for a provider or a retry; API Gateway itself gives up at 29 s. */
const REQUEST_MS = 15_000;

/** The handler of an API function: its operations behind CORS, security headers, authentication and validation. */
export function api(operations: Operations) {
  const routeOf = router(operations);
  return middy<APIGatewayProxyEvent, HttpResponse>()
    .use(httpHeaderNormalizer())
    .use(cors())
    .use(securityHeaders())
    .use(httpErrorHandler({ logger: false }))
    .handler((event: APIGatewayProxyEvent, context: Context) => {
      const started = clock.now();
      const requestId = event.requestContext.requestId || context.awsRequestId;
      const route = routeOf(event);
      const requestContext = {
        correlationId: requestId,
        actor: "anonymous",
        cause: route.name,
        deadline: started + REQUEST_MS,
        clock: clock.now,
        results: {},
      };
      return runInContext(requestContext, async () => {
        try {
          const response = await respond(route, event, requestId);
          logRequest(route, event, { status: response.statusCode, milliseconds: clock.now() - started });
          return response;
        } catch (error) {
          const problem = problemOf(error, requestId);
          const { status, code: problemCode } = problem.problem;
          logRequest(route, event, { status, problemCode, milliseconds: clock.now() - started });
          throw problemResponse(problem, { path: event.path, methods: route.methods, requestId });
        }
      });
    });
}

async function respond(route: Route, event: APIGatewayProxyEvent, requestId: string): Promise<HttpResponse> {
  if (event.httpMethod === "OPTIONS") return preflightResponse(requestId);
  if (!route.operation) throw noSuchOperation(event, route.methods);
  return answerResponse(route.operation, await serveOperation(route.operation, event), requestId);
}

function problemOf(error: unknown, requestId: string): ProblemError {
  if (error instanceof ProblemError) return error;
  log.error("unexpected error", { error: error instanceof Error ? error : reasonOf(error) });
  return unexpectedError(requestId);
}

interface Outcome {
  readonly status: number;
  readonly problemCode?: string;
  readonly milliseconds: number;
}

function logRequest({ name, operation }: Route, { pathParameters }: APIGatewayProxyEvent, outcome: Outcome): void {
  const ids = operation && idsIn(operation, pathParameters ?? {});
  log.info("request", { operation: name, ...outcome, ...ids, ...currentContext().results });
}

/** The ids in a path that may be logged. */
function idsIn({ path }: Operation, given: GivenPath): Record<string, string | undefined> {
  const ids = Object.entries(path).filter(
    ([name, schema]) => loggedIds.has(schema) && z.safeParse(schema, given[name]).success,
  );
  return Object.fromEntries(ids.map(([name]) => [name, given[name]]));
}
