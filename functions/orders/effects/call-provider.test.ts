import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type RequestContext, runInContext } from "../../platform/runtime/request-context.ts";
import { ProviderMisconfiguredError, ProviderUnavailableError } from "../../providers/payment-provider.ts";
import { callProvider, type ProviderCall } from "./call-provider.ts";

const START = Date.parse("2026-11-21T05:30:00.000Z");

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  vi.stubEnv("PROVIDER_TIMEOUT_MS", "1000");
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function at(milliseconds: number): string {
  return new Date(START + milliseconds).toISOString();
}

/** Asks with so much time, and moves the clock along; tells what came of it and how long it took. */
async function asked(
  question: Partial<ProviderCall<string>>,
  { milliseconds = 15_000, ...clock }: Partial<RequestContext> & { milliseconds?: number } = {},
) {
  const work: RequestContext = {
    correlationId: "request-1",
    actor: "customer:alice",
    cause: "placeOrder",
    deadline: START + milliseconds,
    clock: Date.now,
    ...clock,
  };
  const whole = { orderId: "ord_1", effect: "AUTHORIZE", ask: failing("down"), find: seesNothing(), ...question };
  const ended = runInContext(work, () => callProvider(whole)).then(
    (result) => ({ ...result, error: undefined, took: Date.now() - START }),
    (error: unknown) => ({ answer: undefined, providerErrors: [], error, took: Date.now() - START }),
  );
  await vi.runAllTimersAsync();
  return ended;
}

type Call = (signal: AbortSignal) => Promise<string>;

function failing(reason: string) {
  return vi.fn<Call>(async () => Promise.reject(new ProviderUnavailableError(reason)));
}

function answering(answer: string) {
  return vi.fn<Call>(async () => answer);
}

/** A call that never ends, as a silent bank's. */
function silent() {
  return vi.fn<Call>(() => new Promise<never>(() => {}));
}

function seesNothing() {
  return vi.fn(async (): Promise<string | undefined> => undefined);
}

test("first answer: returned, no further call", async () => {
  const ask = answering("authorized");
  const find = seesNothing();
  expect(await asked({ ask, find })).toMatchObject({ answer: "authorized", providerErrors: [], took: 0 });
  expect(ask).toHaveBeenCalledTimes(1);
  expect(find).not.toHaveBeenCalled();
});

test("transient failure: retried at most twice, each failure is reported", async () => {
  const ask = failing("the bank answered 503");
  const { answer, providerErrors } = await asked({ ask });
  expect(ask).toHaveBeenCalledTimes(3);
  expect(answer).toBeUndefined();
  expect(providerErrors.map(({ effect, reason }) => `${effect}: ${reason}`)).toEqual(
    Array.from({ length: 3 }, () => "AUTHORIZE: the bank answered 503"),
  );
});

test("two failures, then an answer: the answer is returned", async () => {
  const ask = answering("authorized");
  ask
    .mockRejectedValueOnce(new ProviderUnavailableError("once"))
    .mockRejectedValueOnce(new ProviderUnavailableError("twice"));
  const { answer, providerErrors } = await asked({ ask });
  expect(answer).toBe("authorized");
  expect(providerErrors.map(({ reason }) => reason)).toEqual(["once", "twice"]);
});

test("lost answer found at the provider: no retry", async () => {
  const ask = failing("the answer was lost");
  const find = vi.fn(async () => "authorized");
  expect(await asked({ ask, find })).toMatchObject({ answer: "authorized" });
  expect(ask).toHaveBeenCalledTimes(1);
});

test("failed lookup: reported as FIND, the call is retried", async () => {
  const ask = answering("authorized");
  ask.mockRejectedValueOnce(new ProviderUnavailableError("lost"));
  const { answer, providerErrors } = await asked({ ask, find: failing("down") });
  expect(answer).toBe("authorized");
  expect(providerErrors.map(({ effect }) => effect)).toEqual(["AUTHORIZE", "FIND"]);
});

test("no answer within the timeout: the call is aborted", async () => {
  const ask = silent();
  const { answer, providerErrors } = await asked({ ask });
  expect(answer).toBeUndefined();
  expect(providerErrors[0]).toEqual({ at: at(1_000), effect: "AUTHORIZE", reason: "no answer within 1000 ms" });
  expect(ask.mock.calls.map(([signal]) => signal.aborted)).toEqual([true, true, true]);
});

test("answer after the abort: ignored", async () => {
  const ask = vi.fn<Call>(
    (signal) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new ProviderUnavailableError("stopped"))),
      ),
  );
  const { providerErrors } = await asked({ ask });
  expect(new Set(providerErrors.map(({ reason }) => reason))).toEqual(new Set(["no answer within 1000 ms"]));
});

test("the provider refuses us: one error, no lookup, no retry", async () => {
  const ask = vi.fn<Call>(async () => Promise.reject(new ProviderMisconfiguredError("the key is unknown")));
  const find = seesNothing();
  const { answer, providerErrors } = await asked({ ask, find });
  expect(answer).toBeUndefined();
  expect(providerErrors).toEqual([{ at: at(0), effect: "AUTHORIZE", reason: "the key is unknown" }]);
  expect(ask).toHaveBeenCalledTimes(1);
  expect(find).not.toHaveBeenCalled();
});

test("unexpected error: thrown, not retried", async () => {
  const ask = vi.fn<Call>(async () => Promise.reject(new TypeError("no such field")));
  const { error } = await asked({ ask });
  expect(error).toEqual(new TypeError("no such field"));
  expect(ask).toHaveBeenCalledTimes(1);
});

describe("time", () => {
  test("at or after `until`: no call", async () => {
    const ask = answering("authorized");
    expect(await asked({ ask, until: at(0) })).toMatchObject({ answer: undefined, providerErrors: [] });
    expect(await asked({ ask, until: at(-1) })).toMatchObject({ answer: undefined });
    expect(ask).not.toHaveBeenCalled();
  });

  test("`until` passes during a call: no retry, but the lookup is made", async () => {
    const ask = silent();
    const find = seesNothing();
    await asked({ ask, find, until: at(500) });
    expect(ask).toHaveBeenCalledTimes(1);
    expect(find).toHaveBeenCalledTimes(1);
  });

  test("`until` is compared with the context's clock", async () => {
    const ask = answering("authorized");
    await asked({ ask, until: at(0) }, { clock: () => Date.now() - 5_000 });
    expect(ask).toHaveBeenCalledTimes(1);
  });

  test("hardly any time left: no call", async () => {
    const ask = answering("authorized");
    expect(await asked({ ask }, { milliseconds: 50 })).toMatchObject({ answer: undefined, providerErrors: [] });
    expect(ask).not.toHaveBeenCalled();
  });

  test("call uses up the time: no lookup, no retry", async () => {
    const ask = silent();
    const find = seesNothing();
    const { took, providerErrors } = await asked({ ask, find }, { milliseconds: 600 });
    expect(ask).toHaveBeenCalledTimes(1);
    expect(find).not.toHaveBeenCalled();
    expect(took).toBe(600);
    expect(providerErrors).toHaveLength(1);
  });

  test("silent provider: returns before the deadline", async () => {
    for (const milliseconds of [100, 1_500, 2_500, 3_500, 60_000]) {
      vi.setSystemTime(START);
      const { took } = await asked({ ask: silent(), find: silent() }, { milliseconds });
      expect(took).toBeLessThanOrEqual(milliseconds);
    }
  });
});
