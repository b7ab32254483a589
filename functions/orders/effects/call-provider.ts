import { clock } from "../../platform/runtime/clock.ts";
import { log } from "../../platform/runtime/logging.ts";
import { now, timeLeft } from "../../platform/runtime/request-context.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import {
  ProviderMisconfiguredError,
  ProviderUnavailableError,
  providerTimeout,
} from "../../providers/payment-provider.ts";
import type { ProviderError } from "../rules/payment.ts";

/** The first attempt and two retries. */
const TRIES = 3;
const WAIT_MS = 100;
/** No call starts with less time left. */
const MIN_CALL_MS = 50;

export interface ProviderCall<Answer> {
  readonly orderId: string;
  readonly effect: string;
  /** The call, under the same key at each attempt. */
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
  /** Looks up what a call without an answer has done; undefined where nothing is found. */
  readonly find: (signal: AbortSignal) => Promise<Answer | undefined>;
  /** No attempt starts at this moment or later. */
  readonly until?: Timestamp;
}

export interface CallResult<Answer> {
  /** undefined: still unknown. */
  readonly answer: Answer | undefined;
  readonly providerErrors: readonly ProviderError[];
}

/**
 * Calls the provider; without an answer, looks up what the call has done and retries, at most twice and before the deadline.
 * Where the provider refuses us, nothing is tried again: only a person can mend that.
 */
export async function callProvider<Answer>(question: ProviderCall<Answer>): Promise<CallResult<Answer>> {
  const providerErrors: ProviderError[] = [];
  let isRefused = false;
  const attempt = async <Result>(
    effect: string,
    call: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result | undefined> => {
    try {
      return await inTime(call);
    } catch (error) {
      if (!(error instanceof ProviderUnavailableError)) throw error;
      providerErrors.push({ at: now(), effect, reason: error.message });
      const failed = { orderId: question.orderId, effect, reason: error.message };
      isRefused = error instanceof ProviderMisconfiguredError;
      if (isRefused) log.error("the payment provider refuses this deployment", failed);
      else log.warn("no answer from the payment provider", failed);
      return undefined;
    }
  };
  for (let tried = 0; tried < TRIES && mayStart(question.until); tried++) {
    if (tried > 0) await clock.sleep(clock.random() * WAIT_MS * 2 ** tried);
    if (!mayStart(question.until)) break;
    const answer = await attempt(question.effect, question.ask);
    if (answer !== undefined) return { answer, providerErrors };
    if (isRefused) break;
    const found = mayStart() ? await attempt("FIND", question.find) : undefined;
    if (found !== undefined) return { answer: found, providerErrors };
  }
  return { answer: undefined, providerErrors };
}

function mayStart(until?: Timestamp): boolean {
  return timeLeft() > MIN_CALL_MS && (until === undefined || now() < until);
}

/** One call, aborted after the provider's timeout or at the request's deadline. @throws ProviderUnavailableError. */
async function inTime<Result>(call: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const answered = new AbortController();
  const limit = Math.max(MIN_CALL_MS, Math.min(providerTimeout(), timeLeft()));
  const late = clock.sleep(limit, answered.signal).then(() => {
    queueMicrotask(() => controller.abort()); // only after our own error, which says how long we waited
    throw new ProviderUnavailableError(`no answer within ${limit} ms`);
  });
  try {
    return await Promise.race([call(controller.signal), late]);
  } finally {
    answered.abort();
  }
}
