import { ResponseType } from "aws-cdk-lib/aws-apigateway";

/** An error that API Gateway answers itself, without a function. */
export interface GatewayProblem {
  type: ResponseType;
  status: number;
  code: string;
  title: string;
  detail: string;
  /** Seconds, for the Retry-After header. */
  retryAfter?: number;
}

/** API Gateway's own errors in the shape of every other error: RFC 9457 with a code and the request's id. */
export const gatewayProblems: readonly GatewayProblem[] = [
  notFound(ResponseType.MISSING_AUTHENTICATION_TOKEN), // its answer for an unknown path
  notFound(ResponseType.RESOURCE_NOT_FOUND),
  problem(ResponseType.DEFAULT_4XX, 400, "invalid_request", "The request is not valid."),
  problem(ResponseType.BAD_REQUEST_BODY, 400, "invalid_request", "The request's body cannot be read."),
  problem(ResponseType.BAD_REQUEST_PARAMETERS, 400, "invalid_request", "The request's parameters cannot be read."),
  problem(ResponseType.WAF_FILTERED, 403, "forbidden", "The firewall blocked the request."),
  problem(ResponseType.REQUEST_TOO_LARGE, 413, "body_too_large", "The body is too large."),
  problem(
    ResponseType.UNSUPPORTED_MEDIA_TYPE,
    415,
    "unsupported_media_type",
    "The API does not accept this media type.",
  ),
  problem(ResponseType.THROTTLED, 429, "too_many_requests", "Too many requests.", 1),
  problem(ResponseType.QUOTA_EXCEEDED, 429, "too_many_requests", "The request quota is exhausted.", 60),
  problem(ResponseType.DEFAULT_5XX, 500, "internal_error", "Internal error.", 1),
  problem(ResponseType.API_CONFIGURATION_ERROR, 500, "internal_error", "Internal error.", 1),
  problem(ResponseType.INTEGRATION_FAILURE, 503, "unavailable", "The service cannot answer at the moment.", 1),
  problem(ResponseType.INTEGRATION_TIMEOUT, 504, "timeout", "The service did not answer before the timeout.", 1),
];

/** The body in API Gateway's template language: text with variables, never a value from the request. */
export function problemTemplate({ status, code, title, detail }: GatewayProblem): string {
  const body = { type: `urn:waybill:problem:${code}`, title, status, detail, code, requestId: "$context.requestId" };
  return JSON.stringify(body);
}

/**
 * Its headers, as mapping expressions. A mapping cannot choose one of several origins; then any origin may read these
 * bodies, which hold no data of the caller.
 */
export function problemHeaders({ retryAfter }: GatewayProblem, corsOrigins: readonly string[]): Record<string, string> {
  const [origin = "*", ...others] = corsOrigins;
  return {
    "Content-Type": "'application/problem+json'",
    "Cache-Control": "'no-store'",
    "x-request-id": "context.requestId",
    "Access-Control-Allow-Origin": others.length > 0 ? "'*'" : `'${origin}'`,
    "Access-Control-Expose-Headers": "'x-request-id, Retry-After'",
    ...(retryAfter !== undefined && { "Retry-After": `'${retryAfter}'` }),
  };
}

function notFound(type: ResponseType): GatewayProblem {
  const detail = "This API has no such path. See /docs for its paths.";
  return { type, status: 404, code: "not_found", title: "Resource not found.", detail };
}

function problem(type: ResponseType, status: number, code: string, title: string, retryAfter?: number): GatewayProblem {
  const advice = status < 500 ? "See /docs for the API." : "The request is not the cause; send it again.";
  const detail = status === 429 ? "Wait as long as Retry-After says, then try again." : advice;
  return { type, status, code, title, detail, ...(retryAfter !== undefined && { retryAfter }) };
}
