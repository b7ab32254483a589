import { problem } from "../values/problems.ts";

export const invalidRequest = problem(
  400,
  "invalid_request",
  "The request does not have the form that this operation takes.",
);
export const malformedJson = problem(400, "malformed_json", "The body is not JSON.");
export const idempotencyKeyMissing = problem(
  400,
  "idempotency_key_missing",
  "This operation needs an Idempotency-Key header.",
);
export const unauthenticated = problem(401, "unauthenticated", "The request carries no valid access token.");
export const forbidden = problem(403, "forbidden", "This role may not do that.");
export const methodNotAllowed = problem(405, "method_not_allowed", "The path exists, but does not take this method.");
export const bodyTooLarge = problem(413, "body_too_large", "The body is too large.");
export const unsupportedMediaType = problem(
  415,
  "unsupported_media_type",
  "The operation does not take a body of this media type.",
);
export const tooManyRequests = problem(429, "too_many_requests", "Requests come faster than they are served.");
export const internalError = problem(500, "internal_error", "Something went wrong on our side.");
