import {
  ConditionalCheckFailedException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isProblem, unavailable } from "../values/problems.ts";
import { type RequestContext, runInContext } from "./request-context.ts";
import { isWorthRetrying, TryAgainError, withRetry } from "./retry.ts";

function cancelled(...codes: (string | undefined)[]) {
  const CancellationReasons = codes.map((Code) => (Code === undefined ? {} : { Code }));
  return new TransactionCanceledException({ $metadata: {}, message: "cancelled", CancellationReasons });
}

function withCode(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

function named(name: string, status = 400): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}

const conditionFailed = new ConditionalCheckFailedException({ $metadata: { httpStatusCode: 400 }, message: "failed" });
const conflict = new TransactionConflictException({ $metadata: { httpStatusCode: 400 }, message: "conflict" });
const throttled = new ProvisionedThroughputExceededException({
  $metadata: { httpStatusCode: 400 },
  message: "throttled",
});

describe("is retried", () => {
  test.each<[string, unknown]>([
    ["a conflict with a transaction", conflict],
    ["a table that is throttled", throttled],
    ["an account that is throttled", named("RequestLimitExceeded")],
    ["the same transaction, still under way", named("TransactionInProgressException")],
    ["throttling", named("ThrottlingException")],
    ["too many requests", named("SomethingElse", 429)],
    ["an error of the server's", new InternalServerError({ $metadata: { httpStatusCode: 500 }, message: "oops" })],
    ["a bad gateway", named("BadGateway", 502)],
    ["a service that is not there", named("ServiceUnavailable", 503)],
    ["an answer that did not come in time", named("TimeoutError")],
    ...["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"].map((code): [string, Error] => [
      `a connection that ended in ${code}`,
      withCode(code),
    ]),
    ["a call that was carried out in part", new TryAgainError("3 keys of a batch were not read.")],
    ["a lost connection behind another error", new Error("send failed", { cause: withCode("ECONNRESET") })],
  ])("%s", (_, error) => {
    expect(isWorthRetrying(error)).toBe(true);
  });

  test.each<[string, unknown]>([
    ["a failed condition", conditionFailed],
    ["a call that is not valid", named("ValidationException")],
    ["a call that is not allowed", named("AccessDeniedException")],
    ["a table that does not exist", named("ResourceNotFoundException")],
    ["a token that was used for another transaction", named("IdempotentParameterMismatchException")],
    ["a mistake of our own", new TypeError("x is not a function")],
    ["what is no error", "ECONNRESET"],
    ["nothing", undefined],
  ])("not %s", (_, error) => {
    expect(isWorthRetrying(error)).toBe(false);
  });
});

describe("a cancelled transaction", () => {
  const busy = fc.constantFrom("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");
  const passed = fc.constantFrom("None", undefined);
  const final = fc.constantFrom("ConditionalCheckFailed", "ValidationError", "ItemCollectionSizeLimitExceeded", "New");

  test("cancelled by contention only: retried", () => {
    fc.assert(
      fc.property(fc.array(passed), busy, fc.array(fc.oneof(passed, busy)), (before, one, after) => {
        expect(isWorthRetrying(cancelled(...before, one, ...after))).toBe(true);
      }),
    );
  });

  test("cancelled for another reason too: not retried", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(passed, busy)), final, fc.array(fc.oneof(passed, busy)), (before, one, after) => {
        expect(isWorthRetrying(cancelled(...before, one, ...after))).toBe(false);
      }),
    );
  });

  test("no reason named: not retried", () => {
    expect(isWorthRetrying(cancelled())).toBe(false);
    expect(isWorthRetrying(cancelled("None", undefined))).toBe(false);
  });
});

describe("withRetry", () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-21T05:30:00.000Z") }));
  afterEach(() => void vi.useRealTimers());

  /** Runs a call with so much time, and the fake clock along with it; tells how it ended. */
  async function attempt<Result>(call: () => Promise<Result>, milliseconds = 15_000) {
    const context: RequestContext = {
      correlationId: "request-1",
      actor: "customer:alice",
      cause: "placeOrder",
      deadline: Date.now() + milliseconds,
      clock: Date.now,
    };
    const ended = runInContext(context, () => withRetry(call)).then(
      (value) => ({ value, error: undefined }),
      (error: unknown) => ({ value: undefined, error }),
    );
    await vi.runAllTimersAsync();
    return ended;
  }

  test("returns the result of the first successful attempt", async () => {
    const call = vi.fn(async () => "stored");
    call.mockRejectedValueOnce(throttled).mockRejectedValueOnce(conflict);
    expect(await attempt(call)).toEqual({ value: "stored", error: undefined });
    expect(call).toHaveBeenCalledTimes(3);
  });

  test("failed condition: not retried", async () => {
    const call = vi.fn(async () => Promise.reject(conditionFailed));
    expect((await attempt(call)).error).toBe(conditionFailed);
    expect(call).toHaveBeenCalledTimes(1);
  });

  test("condition fails at a retry: thrown", async () => {
    const call = vi.fn(async () => Promise.reject(conditionFailed));
    call.mockRejectedValueOnce(named("TimeoutError"));
    expect((await attempt(call)).error).toBe(conditionFailed);
    expect(call).toHaveBeenCalledTimes(2);
  });

  test("eight failed attempts: 503 with Retry-After", async () => {
    const call = vi.fn(async () => Promise.reject(throttled));
    const { error } = await attempt(call);
    expect(call).toHaveBeenCalledTimes(8);
    expect(isProblem(error, unavailable)).toBe(true);
    expect(error).toMatchObject({ problem: { status: 503 }, retryAfter: 1 });
  });

  test("does not wait beyond the deadline", async () => {
    const deadline = Date.now() + 1_500;
    const call = vi.fn(async () => {
      vi.advanceTimersByTime(400);
      return Promise.reject(throttled);
    });
    const { error } = await attempt(call, 1_500);
    expect(isProblem(error, unavailable)).toBe(true);
    expect(call.mock.calls.length).toBeLessThanOrEqual(4);
    expect(Date.now()).toBeLessThanOrEqual(deadline + 400);
  });

  test("the delay is random and grows, one second at most", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const starts: number[] = [];
    await attempt(async () => {
      starts.push(Date.now());
      throw throttled;
    });
    const waits = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(waits).toEqual([40, 80, 160, 320, 640, 1_000, 1_000]);
    vi.mocked(Math.random).mockRestore();
  });
});
