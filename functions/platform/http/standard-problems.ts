import { problem } from "../values/problems.ts";

export const invalidRequest = problem(400, "invalid_request", "The request is not valid.");
export const malformedJson = problem(400, "malformed_json", "The body is not JSON.");
export const idempotencyKeyMissing = problem(
  400,
  "idempotency_key_missing",
  "This operation requires an Idempotency-Key header.",
);
export const unauthenticated = problem(401, "unauthenticated", "The request has no valid access token.");
export const forbidden = problem(403, "forbidden", "This role has no permission for this operation.");
export const methodNotAllowed = problem(405, "method_not_allowed", "The path does not support this method.");
export const bodyTooLarge = problem(413, "body_too_large", "The body is too large.");
export const unsupportedMediaType = problem(
  415,
  "unsupported_media_type",
  "The operation does not accept this media type.",
);
export const tooManyRequests = problem(429, "too_many_requests", "Too many requests.", true);
export const internalError = problem(500, "internal_error", "Internal error.", true);
