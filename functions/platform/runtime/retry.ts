import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { isServerError, isThrottlingError, isTransientError } from "@smithy/core/retry";
import type { SdkError } from "@smithy/types";
import { problemError, unavailable } from "../values/problems.ts";
import { clock } from "./clock.ts";
import { log } from "./logging.ts";
import { timeLeft } from "./request-context.ts";

/** With a conflict rate of 30 %, seven attempts fail less than once in four thousand (0.3^7); one more is spare. */
const CALLS: RetryLimits = { attempts: 8, firstDelayMs: 20, longestDelayMs: 1_000 };

/** The reasons for a cancelled transaction that a retry can overcome. */
const BUSY = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/** Part of a call was not carried out: the call should be retried. */
export class TryAgainError extends Error {
  override readonly name = "TryAgainError";
}

/** Whether a retry may succeed: contention, throttling, a lost or late answer. */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof TryAgainError) return true;
  if (!isSdkError(error)) return false;
  if (error instanceof TransactionCanceledException) {
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? "None");
    return codes.every((code) => code === "None" || BUSY.has(code)) && codes.some((code) => BUSY.has(code));
  }
  // The SDK's own lists know throttling and lost connections; a conflict with a transaction is in none of them.
  if (error.name === "TransactionConflictException") return true;
  return isThrottlingError(error) || isTransientError(error) || isServerError(error);
}

/** Whatever the SDK throws is an Error; what it adds to it (status, fault, hints) is optional. */
function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error;
}

export interface RetryLimits {
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/**
 * The delay after a failed attempt, with full jitter (Brooker, "Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015), in milliseconds; undefined where the attempts or the time run out.
 * @param attempt counts from 1
 */
export function retryDelay(
  attempt: number,
  { attempts, firstDelayMs, longestDelayMs }: RetryLimits,
): number | undefined {
  const delay = clock.random() * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt);
  return attempt >= attempts || timeLeft() < delay ? undefined : delay;
}

/**
 * Retries a call that is safe to repeat until it succeeds, fails permanently, or the deadline is near.
 *
 * @throws 503 `unavailable` where the attempts or the time run out.
 */
export async function withRetry<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!isWorthRetrying(error)) throw error;
      const reason = error instanceof Error ? error.name : String(error);
      const delay = retryDelay(attempt, CALLS);
      if (delay === undefined) {
        log.warn("gave up on a call to AWS", { attempt, reason });
        throw problemError(
          unavailable,
          "The data store is too busy to take this request. Send it again, with the same Idempotency-Key if it has one.",
          { retryAfter: 1 },
        );
      }
      log.info("retrying a call to AWS", { attempt, reason });
      await clock.sleep(delay);
    }
  }
}
