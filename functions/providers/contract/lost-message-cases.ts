import assert from "node:assert/strict";
import { AMOUNT, answerOf, type ContractCase, type TestedAttempt, type TestedProvider } from "./contract-case.ts";
import { inEveryOrder } from "./message-orders.ts";

const CAPTURED = { outcome: "captured", closed: true } as const;
const ACCEPTED = { outcome: "accepted" } as const;

/** What holds in every order in which the messages of two calls are lost, late or repeated. */
export const lostMessageCases: readonly ContractCase[] = [
  {
    name: "authorize, messages lost, late or repeated: the money is held once, each answer is the same",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: async () => tested.newAttempt(),
        first: (attempt) => attempt.authorize(),
        second: (attempt) => attempt.authorize(),
        last: (attempt) => attempt.authorize(),
        check: async (attempt, last, earlier) => {
          assert.equal(last.outcome, "authorized");
          requireSame(last, earlier);
          assert.equal((await attempt.retrieve())?.reference, last.reference);
          await tested.requireState(attempt, { status: "AUTHORIZED", captured: 0, refunded: 0 });
        },
      }),
  },
  {
    name: "authorize a declined method, messages lost, late or repeated: it is declined, and stays so",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: async () => tested.newAttempt("declined"),
        first: (attempt) => attempt.authorize(),
        second: (attempt) => attempt.authorize(),
        last: (attempt) => attempt.authorize(),
        check: async (attempt, last) => {
          assert.equal(last.outcome, "declined");
          await tested.requireNothing(attempt);
        },
      }),
  },
  {
    name: "authorize after the customer's action, messages lost, late or repeated: the money is held once",
    needs: ["needsAction", "completeAction"],
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: async () => {
          const { attempt, nextAction } = await tested.waiting();
          await tested.completeAction(nextAction, "completed");
          return attempt;
        },
        first: (attempt) => attempt.authorize(1),
        second: (attempt) => attempt.authorize(1),
        last: (attempt) => attempt.authorize(1),
        check: async (attempt, last, earlier) => {
          assert.equal(last.outcome, "authorized");
          requireSame(last, earlier);
          await tested.requireState(attempt, { status: "AUTHORIZED", captured: 0, refunded: 0 });
        },
      }),
  },
  {
    name: "authorize without an answer, then close, messages lost, late or repeated: closed attempts never hold",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: async () => tested.newAttempt(),
        first: (attempt) => attempt.authorize(),
        second: (attempt) => attempt.close(),
        last: (attempt) => attempt.close(),
        check: async (attempt, { isKnown }) => requireNeverHolds(tested, attempt, isKnown),
      }),
  },
  {
    name: "authorize two times without an answer, then close: closed attempts never hold",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: async () => tested.newAttempt(),
        first: (attempt) => attempt.authorize(),
        second: (attempt) => attempt.authorize(),
        last: (attempt) => attempt.closeWithoutReference(),
        check: async (attempt, { isKnown }) => requireNeverHolds(tested, attempt, isKnown),
      }),
  },
  {
    name: "close, messages lost, late or repeated: nothing is held, and each answer says that it was",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: () => tested.authorized(),
        first: (attempt) => attempt.close(),
        second: (attempt) => attempt.close(),
        last: (attempt) => attempt.close(),
        check: async (attempt, last, earlier) => {
          assert.deepEqual(last, { isKnown: true, wasHeld: true });
          requireSame(last, earlier);
          await tested.requireState(attempt, { status: "VOIDED", captured: 0, refunded: 0 });
        },
      }),
  },
  {
    name: "capture, messages lost, late or repeated: it is made once",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: () => tested.authorized(),
        first: (attempt) => attempt.capture("c1", 700),
        second: (attempt) => attempt.capture("c1", 700),
        last: (attempt) => attempt.capture("c1", 700),
        check: async (attempt, last, earlier) => {
          assert.deepEqual(last, CAPTURED);
          requireSame(last, earlier);
          await tested.requireState(attempt, { status: "CAPTURED", captured: 700, refunded: 0 });
        },
      }),
  },
  {
    name: "several parts are captured, messages lost, late or repeated: each is made once",
    needs: ["multicapture"],
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: () => tested.authorized("multicapture"),
        first: (attempt) => attempt.capture("c1", 400, { final: false }),
        second: (attempt) => attempt.capture("c1", 400, { final: false }),
        last: async (attempt) => {
          const first = await attempt.capture("c1", 400, { final: false });
          assert.deepEqual(first, { outcome: "captured", closed: false });
          return attempt.capture("c2", 500, { capturedBefore: 400 });
        },
        check: async (attempt, last) => {
          assert.deepEqual(last, CAPTURED);
          await tested.requireState(attempt, { status: "CAPTURED", captured: 900, refunded: 0 });
        },
      }),
  },
  {
    name: "capture without an answer, then close: captured or let go of, and capture's next answer says which",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: () => tested.authorized(),
        first: (attempt) => attempt.capture("c1", AMOUNT),
        second: (attempt) => attempt.close(),
        last: (attempt) => attempt.close(),
        check: async (attempt, last, [capture]) => {
          assert.deepEqual(last, { isKnown: true, wasHeld: true });
          const again = await attempt.capture("c1", AMOUNT);
          requireSame(again, [capture]);
          const isCaptured = again.outcome === "captured";
          const expected = isCaptured ? ({ status: "CAPTURED", captured: AMOUNT } as const) : VOIDED;
          await tested.requireState(attempt, { ...expected, refunded: 0 });
        },
      }),
  },
  {
    name: "refund, messages lost, late or repeated: it is made once",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: () => tested.captured(),
        first: (attempt) => attempt.refund("r1", 300),
        second: (attempt) => attempt.refund("r1", 300),
        last: (attempt) => attempt.refund("r1", 300),
        check: async (attempt, last, earlier) => {
          assert.deepEqual(last, ACCEPTED);
          requireSame(last, earlier);
          const keys = (await attempt.retrieve())?.refunds.map(({ key }) => key);
          assert.deepEqual(keys, [attempt.keyOf("r1")]);
          await tested.requireState(attempt, { status: "CAPTURED", captured: AMOUNT, refunded: 300 });
        },
      }),
  },
  {
    name: "two refunds, messages lost, late or repeated: never more than was captured",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: () => tested.captured(),
        first: (attempt) => attempt.refund("r1", 600),
        second: (attempt) => attempt.refund("r2", 600),
        last: (attempt) => attempt.refund("r1", 600),
        check: async (attempt, last, [first]) => {
          const other = await attempt.refund("r2", 600);
          requireSame(last, [first]);
          assert.deepEqual([last.outcome, other.outcome].toSorted(), ["accepted", "refused"]);
          await tested.requireState(attempt, { status: "CAPTURED", captured: AMOUNT, refunded: 600 });
        },
      }),
  },
  {
    name: "retrieve, messages lost, late or repeated: what is, or no answer, and nothing changes",
    run: (tested) =>
      inEveryOrder(tested, {
        setUp: () => tested.captured("authorized", 700),
        first: (attempt) => attempt.retrieve(),
        second: (attempt) => attempt.retrieve(),
        last: (attempt) => attempt.retrieve(),
        check: async (attempt, last, earlier) => {
          requireSame(last, earlier);
          await tested.requireState(attempt, { status: "CAPTURED", captured: 700, refunded: 0 });
        },
      }),
  },
];

const VOIDED = { status: "VOIDED", captured: 0 } as const;

/** @throws where one of the calls had another answer than the last one. */
function requireSame(last: unknown, earlier: readonly unknown[]): void {
  for (const answer of earlier) if (answer !== "unavailable") assert.deepEqual(answer, last);
}

/**
 * After a close. Where the provider knew the attempt, or leaves a mark, nothing is held whatever is sent later. Where not, a late
 * message may have authorized it: the next close finds that, and lets go of it.
 */
async function requireNeverHolds(tested: TestedProvider, attempt: TestedAttempt, isKnown: boolean): Promise<void> {
  if (!isKnown && !tested.given.provider.closeLeavesMark) {
    const again = await attempt.close();
    if (!again.isKnown) return tested.requireNothing(attempt);
  }
  await tested.requireNothing(attempt);
  for (const tries of [0, 1]) await answerOf(attempt.authorize(tries));
  await tested.requireNothing(attempt);
}
