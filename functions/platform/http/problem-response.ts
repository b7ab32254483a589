import { type ProblemError, problemError } from "../values/problems.ts";
import { internalError, unauthenticated } from "./standard-problems.ts";

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The one place where an error becomes a response: `application/problem+json`, RFC 9457. */
export function problemResponse(error: ProblemError, instance: string, requestId: string): HttpResponse {
  const { status, code, title } = error.problem;
  const body = {
    type: `urn:waybill:problem:${code}`,
    title,
    status,
    detail: error.message,
    instance,
    code,
    ...(error.errors && { errors: error.errors }),
    requestId,
  };
  return {
    statusCode: status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      ...(error.retryAfter !== undefined && { "Retry-After": String(error.retryAfter) }),
      ...(status === unauthenticated.status && { "WWW-Authenticate": 'Bearer realm="waybill"' }),
    },
    body: JSON.stringify(body),
  };
}

/** What a client learns of an error that nobody foresaw: that it is ours, and how to name it to us. */
export function unforeseen(requestId: string): ProblemError {
  return problemError(
    internalError,
    `Nothing is wrong with the request. If it happens again, tell us the request id ${requestId}.`,
  );
}
