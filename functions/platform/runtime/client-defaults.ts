/**
 * How every AWS client is made: a short wait for a connection and an answer, and no retry of the SDK's own, because
 * `withRetry` also knows transaction conflicts and the request's deadline.
 */
export const clientDefaults = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
} as const;
