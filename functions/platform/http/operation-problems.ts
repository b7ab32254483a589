import { idempotencyKeyReused, notFound, type Problem, unavailable, versionMismatch } from "../values/problems.ts";
import type { Operation } from "./operation.ts";
import {
  forbidden,
  idempotencyKeyMissing,
  internalError,
  invalidRequest,
  tooManyRequests,
  unauthenticated,
} from "./standard-problems.ts";

/** The problems that an operation may answer with: those that it declares, and those of every operation of its kind. */
export function problemsOf(operation: Operation): Problem[] {
  const secured = operation.allow !== "public";
  return [
    ...operation.problems,
    invalidRequest, // at least for a query parameter that it does not know
    ...(operation.body?.problems ?? []),
    ...(operation.needsIdempotencyKey ? [idempotencyKeyMissing] : []),
    ...(operation.needsIdempotencyKey && operation.body ? [idempotencyKeyReused] : []),
    ...(operation.takesIfMatch ? [versionMismatch] : []),
    ...(secured ? [unauthenticated, forbidden] : []),
    ...(Object.keys(operation.path).length > 0 ? [notFound] : []),
    tooManyRequests,
    internalError,
    unavailable,
  ];
}
