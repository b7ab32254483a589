import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type RequestContext, runInContext } from "../../platform/runtime/request-context.ts";
import { ProviderUnavailableError } from "../../providers/payment-provider.ts";
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

test("an answer is taken at once, and nothing more is asked", async () => {
  const ask = answering("authorized");
  const find = seesNothing();
  expect(await asked({ ask, find })).toMatchObject({ answer: "authorized", providerErrors: [], took: 0 });
  expect(ask).toHaveBeenCalledTimes(1);
  expect(find).not.toHaveBeenCalled();
});

test("a transient failure is asked again, at most twice, and each failure is told", async () => {
  const ask = failing("the bank answered 503");
  const { answer, providerErrors } = await asked({ ask });
  expect(ask).toHaveBeenCalledTimes(3);
  expect(answer).toBeUndefined();
  expect(providerErrors.map(({ effect, reason }) => `${effect}: ${reason}`)).toEqual(
    Array.from({ length: 3 }, () => "AUTHORIZE: the bank answered 503"),
  );
});

test("two failures and then an answer are an answer", async () => {
  const ask = answering("authorized");
  ask
    .mockRejectedValueOnce(new ProviderUnavailableError("once"))
    .mockRejectedValueOnce(new ProviderUnavailableError("twice"));
  const { answer, providerErrors } = await asked({ ask });
  expect(answer).toBe("authorized");
  expect(providerErrors.map(({ reason }) => reason)).toEqual(["once", "twice"]);
});

test("what a lost call has done is found out, and then nothing is asked again", async () => {
  const ask = failing("the answer was lost");
  const find = vi.fn(async () => "authorized");
  expect(await asked({ ask, find })).toMatchObject({ answer: "authorized" });
  expect(ask).toHaveBeenCalledTimes(1);
});

test("a failure to find out is told as such, and the question is asked again", async () => {
  const ask = answering("authorized");
  ask.mockRejectedValueOnce(new ProviderUnavailableError("lost"));
  const { answer, providerErrors } = await asked({ ask, find: failing("down") });
  expect(answer).toBe("authorized");
  expect(providerErrors.map(({ effect }) => effect)).toEqual(["AUTHORIZE", "FIND"]);
});

test("a call without an answer is given up after the provider's timeout, and told to stop", async () => {
  const ask = silent();
  const { answer, providerErrors } = await asked({ ask });
  expect(answer).toBeUndefined();
  expect(providerErrors[0]).toEqual({ at: at(1_000), effect: "AUTHORIZE", reason: "no answer within 1000 ms" });
  expect(ask.mock.calls.map(([signal]) => signal.aborted)).toEqual([true, true, true]);
});

test("a provider that answers when it is told to stop is too late", async () => {
  const ask = vi.fn<Call>(
    (signal) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new ProviderUnavailableError("stopped"))),
      ),
  );
  const { providerErrors } = await asked({ ask });
  expect(new Set(providerErrors.map(({ reason }) => reason))).toEqual(new Set(["no answer within 1000 ms"]));
});

test("a mistake, ours or the provider's, is no silence: it is thrown and not asked again", async () => {
  const ask = vi.fn<Call>(async () => Promise.reject(new TypeError("no such field")));
  const { error } = await asked({ ask });
  expect(error).toEqual(new TypeError("no such field"));
  expect(ask).toHaveBeenCalledTimes(1);
});

describe("time", () => {
  test("nothing is asked at the moment until which it may be, or later", async () => {
    const ask = answering("authorized");
    expect(await asked({ ask, until: at(0) })).toMatchObject({ answer: undefined, providerErrors: [] });
    expect(await asked({ ask, until: at(-1) })).toMatchObject({ answer: undefined });
    expect(ask).not.toHaveBeenCalled();
  });

  test("nothing is asked again once that moment has passed, but what was asked is still found out", async () => {
    const ask = silent();
    const find = seesNothing();
    await asked({ ask, find, until: at(500) });
    expect(ask).toHaveBeenCalledTimes(1);
    expect(find).toHaveBeenCalledTimes(1);
  });

  test("that moment is measured by the clock of the work", async () => {
    const ask = answering("authorized");
    await asked({ ask, until: at(0) }, { clock: () => Date.now() - 5_000 });
    expect(ask).toHaveBeenCalledTimes(1);
  });

  test("nothing is asked where hardly any time is left", async () => {
    const ask = answering("authorized");
    expect(await asked({ ask }, { milliseconds: 50 })).toMatchObject({ answer: undefined, providerErrors: [] });
    expect(ask).not.toHaveBeenCalled();
  });

  test("a call that uses up the time is the last one: nothing is looked for and nothing asked again", async () => {
    const ask = silent();
    const find = seesNothing();
    const { took, providerErrors } = await asked({ ask, find }, { milliseconds: 600 });
    expect(ask).toHaveBeenCalledTimes(1);
    expect(find).not.toHaveBeenCalled();
    expect(took).toBe(600);
    expect(providerErrors).toHaveLength(1);
  });

  test("it is over in time however silent the provider is", async () => {
    for (const milliseconds of [100, 1_500, 2_500, 3_500, 60_000]) {
      vi.setSystemTime(START);
      const { took } = await asked({ ask: silent(), find: silent() }, { milliseconds });
      expect(took).toBeLessThanOrEqual(milliseconds);
    }
  });
});
