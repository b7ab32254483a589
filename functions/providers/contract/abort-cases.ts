import assert from "node:assert/strict";
import { type ContractCase, requireUnavailable, type TestedAttempt, type TestedProvider } from "./contract-case.ts";

type Call = (attempt: TestedAttempt, signal: AbortSignal) => Promise<unknown>;

interface AbortedCall {
  readonly name: string;
  readonly setUp: (tested: TestedProvider) => Promise<TestedAttempt>;
  readonly call: Call;
  /** What holds at the bank where the call was not made. */
  readonly unchanged: (tested: TestedProvider, attempt: TestedAttempt) => Promise<void>;
}

const isHeld: AbortedCall["unchanged"] = (tested, attempt) =>
  tested.requireState(attempt, { status: "AUTHORIZED", captured: 0, refunded: 0 });
const isCaptured: AbortedCall["unchanged"] = (tested, attempt) =>
  tested.requireState(attempt, { status: "CAPTURED", captured: 1_000, refunded: 0 });

const calls: readonly AbortedCall[] = [
  {
    name: "authorize",
    setUp: async (tested) => tested.newAttempt(),
    call: (attempt, signal) => attempt.authorize(0, signal),
    unchanged: async (_, attempt) => assert.equal(await attempt.retrieve(), undefined),
  },
  {
    name: "capture",
    setUp: (tested) => tested.authorized(),
    call: (attempt, signal) => attempt.capture("c1", 1_000, {}, signal),
    unchanged: isHeld,
  },
  {
    name: "close",
    setUp: (tested) => tested.authorized(),
    call: (attempt, signal) => attempt.close(signal),
    unchanged: isHeld,
  },
  {
    name: "refund",
    setUp: (tested) => tested.captured(),
    call: (attempt, signal) => attempt.refund("r1", 1_000, signal),
    unchanged: isCaptured,
  },
  {
    name: "retrieve",
    setUp: (tested) => tested.captured(),
    call: (attempt, signal) => attempt.retrieve(signal),
    unchanged: isCaptured,
  },
];

/** Milliseconds until the caller hangs up, and within which the call has to be over then. */
const HANG_UP = 20;
const PROMPTLY = 1_000;

/** The caller's time limit is the signal. */
export const abortCases: readonly ContractCase[] = calls.flatMap(({ name, setUp, call, unchanged }) => [
  {
    name: `${name}, aborted before it is sent: without an answer, and nothing changes`,
    run: async (tested: TestedProvider) => {
      const attempt = await setUp(tested);
      await requireUnavailable(call(attempt, AbortSignal.abort()));
      await unchanged(tested, attempt);
    },
  },
  {
    name: `${name}, aborted while the bank does not answer: it ends at once, without an answer`,
    run: (tested: TestedProvider) => hangUpAtEachMessage(tested, setUp, call),
  },
]);

async function hangUpAtEachMessage(tested: TestedProvider, setUp: AbortedCall["setUp"], call: Call): Promise<void> {
  for (let message = 0; ; message++) {
    const attempt = await setUp(tested);
    const controller = new AbortController();
    tested.network.inject("unanswered", message);
    const ended = call(attempt, controller.signal);
    const outcome = ended.then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([tested.network.faulted(), outcome]);
    if (!tested.network.clear()) {
      assert.ok(message > 0, "the call sends no message through the test network");
      return;
    }
    setTimeout(() => controller.abort(), HANG_UP);
    await requireUnavailable(Promise.race([ended, tooLate(message)]));
  }
}

async function tooLate(message: number): Promise<never> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, HANG_UP + PROMPTLY).unref();
  await promise;
  throw new Error(`message ${message} unanswered: the call is not over ${PROMPTLY} ms after it was aborted`);
}
