import { type ProblemError, problemError } from "../values/problems.ts";
import { contentSecurityPolicy } from "./security-headers.ts";
import { internalError, methodNotAllowed, unauthenticated } from "./standard-problems.ts";

/** An error in the form that middy's error handler answers with: `message` is the body, whatever the status. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly expose = true;

  constructor(statusCode: number, headers: Readonly<Record<string, string>>, body: string) {
    super(body);
    this.statusCode = statusCode;
    this.headers = headers;
  }
}

/** The request that failed. */
export interface FailedRequest {
  readonly path: string;
  /** The methods that the path has. */
  readonly methods: readonly string[];
  readonly requestId: string;
}

/** The one place where an error becomes a response: `application/problem+json`, RFC 9457. */
export function problemResponse(error: ProblemError, { path, methods, requestId }: FailedRequest): HttpError {
  const { status, code, title } = error.problem;
  const body = {
    type: `urn:waybill:problem:${code}`,
    title,
    status,
    detail: error.message,
    instance: path,
    code,
    ...(error.errors && { errors: error.errors }),
    requestId,
  };
  const headers = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    "Content-Security-Policy": contentSecurityPolicy,
    "x-request-id": requestId,
    ...(error.retryAfter !== undefined && { "Retry-After": String(error.retryAfter) }),
    ...(status === unauthenticated.status && { "WWW-Authenticate": 'Bearer realm="waybill"' }),
    // RFC 9110, 15.5.6: a 405 lists the methods that the path has.
    ...(status === methodNotAllowed.status && { Allow: [...methods, "OPTIONS"].join(", ") }),
  };
  return new HttpError(status, headers, JSON.stringify(body));
}

/** The problem for an unexpected error. It says nothing about the error, which may hold secrets. */
export function unexpectedError(requestId: string): ProblemError {
  return problemError(
    internalError,
    `The request is not the cause. If it happens again, report the request id ${requestId}.`,
  );
}
