import assert from "node:assert/strict";
import { AMOUNT, answerOf, type ContractCase, type TestedAttempt, type TestedProvider } from "./contract-case.ts";
import { atEveryMoment } from "./message-orders.ts";

/** What holds where one call runs in the middle of another one. */
export const interleavedCases: readonly ContractCase[] = [
  {
    name: "close in the middle of authorize: it never holds, whatever authorize does then",
    run: (tested) =>
      atEveryMoment(tested, {
        setUp: async () => tested.newAttempt(),
        stopped: (attempt) => attempt.authorize(),
        whole: (attempt) => attempt.closeWithoutReference(),
        check: async (attempt) => {
          // Without a mark, a provider that had not seen it yet may hold it now, and says so.
          if (!tested.given.provider.closeLeavesMark) await attempt.close();
          await tested.requireNothing(attempt);
          for (const tries of [0, 1]) await answerOf(attempt.authorize(tries));
          await tested.requireNothing(attempt);
        },
      }),
  },
  {
    name: "authorize in the middle of authorize: the money is held once",
    run: (tested) =>
      atEveryMoment(tested, {
        setUp: async () => tested.newAttempt(),
        stopped: (attempt) => attempt.authorize(),
        whole: (attempt) => attempt.authorize(),
        check: async (attempt) => {
          assert.equal((await attempt.authorize()).outcome, "authorized");
          await tested.requireState(attempt, { status: "AUTHORIZED", captured: 0, refunded: 0 });
        },
      }),
  },
  {
    name: "capture in the middle of capture: it is made once",
    run: (tested) =>
      atEveryMoment(tested, {
        setUp: () => tested.authorized(),
        stopped: (attempt) => attempt.capture("c1", 700),
        whole: (attempt) => attempt.capture("c1", 700),
        check: async (attempt) => {
          assert.deepEqual(await attempt.capture("c1", 700), { outcome: "captured", closed: true });
          await tested.requireState(attempt, { status: "CAPTURED", captured: 700, refunded: 0 });
        },
      }),
  },
  {
    name: "close in the middle of capture: one of them wins, and the state says which",
    run: (tested) =>
      atEveryMoment(tested, {
        setUp: () => tested.authorized(),
        stopped: (attempt) => attempt.capture("c1", AMOUNT),
        whole: (attempt) => attempt.close(),
        check: (attempt) => requireOneWinner(tested, attempt),
      }),
  },
  {
    name: "capture in the middle of close: one of them wins, and the state says which",
    run: (tested) =>
      atEveryMoment(tested, {
        setUp: () => tested.authorized(),
        stopped: (attempt) => attempt.close(),
        whole: (attempt) => attempt.capture("c1", AMOUNT),
        check: (attempt) => requireOneWinner(tested, attempt),
      }),
  },
  {
    name: "a refund in the middle of the same refund: it is made once",
    run: (tested) =>
      atEveryMoment(tested, {
        setUp: () => tested.captured(),
        stopped: (attempt) => attempt.refund("r1", 300),
        whole: (attempt) => attempt.refund("r1", 300),
        check: async (attempt) => {
          assert.deepEqual(await attempt.refund("r1", 300), { outcome: "accepted" });
          await tested.requireState(attempt, { status: "CAPTURED", captured: AMOUNT, refunded: 300 });
        },
      }),
  },
  {
    name: "a refund in the middle of another one: never more than was captured",
    run: (tested) =>
      atEveryMoment(tested, {
        setUp: () => tested.captured(),
        stopped: (attempt) => attempt.refund("r1", 600),
        whole: (attempt) => attempt.refund("r2", 600),
        check: async (attempt) => {
          const answers = [await attempt.refund("r1", 600), await attempt.refund("r2", 600)];
          assert.deepEqual(answers.map(({ outcome }) => outcome).toSorted(), ["accepted", "refused"]);
          await tested.requireState(attempt, { status: "CAPTURED", captured: AMOUNT, refunded: 600 });
        },
      }),
  },
  {
    name: "one attempt of an order without an answer, closed; another one authorized: only the second one holds",
    run: (tested) =>
      atEveryMoment(tested, {
        setUp: async () => {
          const first = tested.newAttempt();
          return { first, second: tested.newAttempt("authorized", { orderId: first.request.orderId, attempt: "a2" }) };
        },
        stopped: ({ first }) => first.authorize(),
        whole: async ({ first, second }) => {
          await first.closeWithoutReference();
          assert.equal((await second.authorize()).outcome, "authorized");
        },
        check: async ({ first, second }) => {
          await answerOf(first.close());
          assert.notEqual((await first.retrieve())?.status, "AUTHORIZED");
          assert.deepEqual(await second.state(), { status: "AUTHORIZED", captured: 0, refunded: 0 });
          const books = await tested.given.books?.(first.request.orderId);
          if (books) assert.deepEqual(books, { held: AMOUNT, captured: 0, refunded: 0 });
        },
      }),
  },
];

/** After a capture and a close at the same time. @throws where the answers and the state do not name the same winner */
async function requireOneWinner(tested: TestedProvider, attempt: TestedAttempt): Promise<void> {
  const { outcome } = await attempt.capture("c1", AMOUNT);
  assert.deepEqual(await attempt.close(), { isKnown: true, wasHeld: true });
  const voided = { status: "VOIDED", captured: 0, refunded: 0 } as const;
  const captured = { status: "CAPTURED", captured: AMOUNT, refunded: 0 } as const;
  await tested.requireState(attempt, outcome === "captured" ? captured : voided);
}
