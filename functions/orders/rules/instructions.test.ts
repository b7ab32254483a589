import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import {
  aCapture,
  anAttempt,
  aRefund,
  aVoid,
  withInstructions,
  withPayment,
} from "../../../tests/builders/payments.ts";
import {
  amountDue,
  attemptOf,
  capturedAmount,
  captures,
  heldAttempt,
  instructionOf,
  isClosed,
  isClosing,
  isOpen,
  isPaid,
  promisedRefunds,
  refundable,
  refundedAmount,
} from "./instructions.ts";
import type { Order } from "./order.ts";
import { ATTEMPT_STATUSES, type Dispute, INSTRUCTION_STATES, type Instruction } from "./payment.ts";
import { orderTotal } from "./total.ts";

const orders = orderInEachSituation();
const { confirmed } = orders;
/** Of the builder's orders. */
const TOTAL = 3_870;

/** A confirmed order, for which nothing is pending, with these instructions. */
function confirmedWith(...instructions: Instruction[]): Order {
  return withInstructions(confirmed, ...instructions);
}

test("an attempt is closed where nothing is held and nothing can be held any more", () => {
  const closed = ATTEMPT_STATUSES.filter((status) => isClosed(anAttempt({ status })));
  expect(closed).toEqual(["VOIDED", "CLOSED", "EXPIRED", "CAPTURED"]);
});

describe("an attempt is about to be closed", () => {
  test("while its VOID is requested or in flight", () => {
    expect(isClosing(confirmedWith(aVoid(1)), anAttempt())).toBe(true);
    expect(isClosing(confirmedWith(aVoid(1, { state: "IN_FLIGHT" })), anAttempt())).toBe(true);
    expect(isClosing(orders.cancelling, anAttempt())).toBe(true);
  });

  test.each<[string, Instruction]>([
    ["its VOID is done", aVoid(1, { state: "DONE" })],
    ["its VOID was refused", aVoid(1, { state: "REFUSED" })],
    ["another attempt's VOID is requested", aVoid(1, { attempt: 2 })],
    ["its capture is requested", aCapture(1, 100, { state: "REQUESTED" })],
  ])("not where %s", (_, instruction) => {
    expect(isClosing(confirmedWith(instruction), anAttempt())).toBe(false);
  });
});

test("an instruction is open until it is done or refused, also while it is in flight", () => {
  const open = INSTRUCTION_STATES.filter((state) => isOpen(aVoid(1, { state })));
  expect(open).toEqual(["REQUESTED", "IN_FLIGHT"]);
});

test("captures: those in the given states only, the oldest first", () => {
  const all = INSTRUCTION_STATES.map((state, index) => aCapture(index + 1, 100, { state }));
  const order = confirmedWith(...all, aVoid(5), aRefund(6, 3, 100));
  expect(captures(order, "DONE").map(({ id }) => id)).toEqual([3]);
  expect(captures(order, "REFUSED", "REQUESTED").map(({ id }) => id)).toEqual([1, 4]);
  expect(captures(order, "IN_FLIGHT").map(({ id }) => id)).toEqual([2]);
  expect(captures(order)).toEqual([]);
});

describe("promisedRefunds", () => {
  test("refunds that are requested, in flight or done, of this capture only", () => {
    const order = confirmedWith(
      aCapture(1, 1_290),
      aCapture(2, 2_580),
      aRefund(3, 1, 100),
      aRefund(4, 1, 20, { state: "REQUESTED" }),
      aRefund(5, 1, 3, { state: "REFUSED" }),
      aRefund(6, 2, 2_000),
      aRefund(7, 1, 400, { state: "IN_FLIGHT" }),
    );
    expect([1, 2].map((id) => promisedRefunds(order, instructionOf(order, id)))).toEqual([520, 2_000]);
  });

  test("a VOID or a capture of the same attempt is no refund", () => {
    const order = confirmedWith(aCapture(1, 1_290), aVoid(2), aCapture(3, 100));
    expect(promisedRefunds(order, instructionOf(order, 1))).toBe(0);
  });
});

describe("refundable", () => {
  function left(order: Order): number[] {
    return captures(order, "DONE").map((capture) => refundable(order, capture));
  }

  test("nothing given back: all of each capture", () => {
    expect(left(confirmedWith(aCapture(1, 1_290), aCapture(2, 2_580)))).toEqual([1_290, 2_580]);
  });

  test("what was promised of one capture is not lacking in another", () => {
    const order = confirmedWith(aCapture(1, 1_290), aCapture(2, 2_580), aRefund(3, 2, 2_000));
    expect(left(order)).toEqual([1_290, 580]);
  });

  test("a refund that was refused may be asked for again", () => {
    const order = confirmedWith(aCapture(1, 1_290), aRefund(2, 1, 1_290, { state: "REFUSED" }));
    expect(left(order)).toEqual([1_290]);
  });

  test("given back elsewhere: gone from the attempt as a whole, whichever capture it was of", () => {
    const elsewhere = (amount: number) =>
      withPayment(confirmedWith(aCapture(1, 1_290), aCapture(2, 2_580)), {
        attempts: [anAttempt({ status: "CAPTURED", refundedElsewhere: amount })],
      });
    expect(left(elsewhere(0))).toEqual([1_290, 2_580]);
    expect(left(elsewhere(1_290))).toEqual([1_290, 2_580]);
    expect(left(elsewhere(1_300))).toEqual([1_290, 2_570]);
    expect(left(elsewhere(3_000))).toEqual([870, 870]);
    expect(left(elsewhere(TOTAL))).toEqual([0, 0]);
  });

  test("given back elsewhere: not taken off what is still to be captured", () => {
    const order = withPayment(confirmedWith(aCapture(1, 1_290), aCapture(2, 2_580, { state: "REQUESTED" })), {
      attempts: [anAttempt({ multicapture: true, refundedElsewhere: 1_000 })],
    });
    expect(left(order)).toEqual([290]);
  });

  test("lost in a dispute: gone from the attempt; open or won: not", () => {
    const disputed = (status: Dispute["status"]) =>
      withPayment(confirmedWith(aCapture(1, 1_290)), {
        attempts: [
          anAttempt({ status: "CAPTURED", disputes: [{ reference: "dp_1", amount: 900, status, seenAt: at(9) }] }),
        ],
      });
    expect(left(disputed("OPEN"))).toEqual([1_290]);
    expect(left(disputed("WON"))).toEqual([1_290]);
    expect(left(disputed("LOST"))).toEqual([390]);
  });

  test("given back elsewhere and here: never less than nothing", () => {
    const order = withPayment(confirmedWith(aCapture(1, 1_290), aRefund(2, 1, 1_000)), {
      attempts: [anAttempt({ status: "CAPTURED", refundedElsewhere: 1_290 })],
    });
    expect(left(order)).toEqual([0]);
  });

  test("given back elsewhere from another attempt: no matter", () => {
    const order = withPayment(confirmedWith(aCapture(1, 1_290), aCapture(2, 2_580, { attempt: 2 })), {
      attempts: [
        anAttempt({ status: "CAPTURED", refundedElsewhere: 1_290 }),
        anAttempt({ id: 2, status: "CAPTURED", refundedElsewhere: 80 }),
      ],
    });
    expect(left(order)).toEqual([0, 2_500]);
  });

  test("money that was recorded by hand: what is not promised", () => {
    const { attempt: _, ...byHand } = aCapture(1, 1_290);
    expect(left(confirmedWith(byHand, aRefund(2, 1, 290)))).toEqual([1_000]);
  });

  const paid = fc
    .record({
      taken: fc.array(
        fc.record({ amount: fc.integer({ min: 1, max: 500 }), attempt: fc.integer({ min: 1, max: 2 }) }),
        {
          minLength: 1,
          maxLength: 5,
        },
      ),
      wishes: fc.array(fc.record({ capture: fc.nat(4), amount: fc.integer({ min: 1, max: 300 }) }), { maxLength: 12 }),
      elsewhere: fc.tuple(fc.nat(600), fc.nat(600)),
    })
    .map(({ taken, wishes, elsewhere }) => {
      const instructions = taken.map(({ amount, attempt }, index) => aCapture(index + 1, amount, { attempt }));
      const attempts = elsewhere.map((refundedElsewhere, index) => anAttempt({ id: index + 1, refundedElsewhere }));
      return { order: withPayment(confirmedWith(...instructions), { attempts }), wishes };
    });

  test("whoever gives back no more than this, in whatever order, never gives back more than was captured", () => {
    fc.assert(
      fc.property(paid, ({ order: begun, wishes }) => {
        let order = begun;
        for (const { capture: index, amount } of wishes) {
          const capture = captures(order, "DONE")[index];
          if (!capture || amount > refundable(order, capture)) continue;
          const { instructions } = order.payment;
          order = withPayment(order, {
            instructions: [...instructions, aRefund(instructions.length + 1, capture.id, amount)],
          });
        }
        for (const capture of captures(order, "DONE")) {
          expect(promisedRefunds(order, capture)).toBeLessThanOrEqual(capture.amount);
        }
        for (const { id, refundedElsewhere } of order.payment.attempts) {
          const own = captures(order, "DONE").filter(({ attempt }) => attempt === id);
          const taken = own.reduce((sum, { amount }) => sum + amount, 0);
          const promised = own.reduce((sum, one) => sum + promisedRefunds(order, one), 0);
          // What was given back elsewhere may be more than was captured; then nothing is given back here.
          expect(promised).toBeLessThanOrEqual(Math.max(0, taken - refundedElsewhere));
        }
      }),
    );
  });
});

describe("amountDue", () => {
  test("at first: the total", () => {
    expect(amountDue(confirmed)).toBe(TOTAL);
    expect(orderTotal(confirmed)).toEqual({ amount: TOTAL, currency: "EUR" });
  });

  test("less what is captured or about to be; a refused capture is due again", () => {
    const order = confirmedWith(
      aCapture(1, 1_000),
      aCapture(2, 200, { state: "REQUESTED" }),
      aCapture(3, 30, { state: "REFUSED" }),
      aRefund(4, 1, 500),
      aCapture(5, 4, { state: "IN_FLIGHT" }),
    );
    expect(amountDue(order)).toBe(TOTAL - 1_204);
  });

  test("captures of several attempts and of none add up", () => {
    const { attempt: _, ...byHand } = aCapture(3, 70);
    expect(amountDue(confirmedWith(aCapture(1, 1_000), aCapture(2, 800, { attempt: 2 }), byHand))).toBe(2_000);
  });
});

test.each<[string, Instruction[], boolean]>([
  ["nothing is captured", [], false],
  ["a part is captured", [aCapture(1, TOTAL - 1)], false],
  ["everything is captured", [aCapture(1, TOTAL)], true],
  ["everything is captured, in parts", [aCapture(1, 1_290), aCapture(2, 2_580)], true],
  ["everything is about to be captured", [aCapture(1, TOTAL, { state: "REQUESTED" })], false],
  ["everything is being captured", [aCapture(1, TOTAL, { state: "IN_FLIGHT" })], false],
  ["a capture is left over", [aCapture(1, TOTAL), aCapture(2, 0, { state: "REQUESTED" })], false],
  ["the capture was refused", [aCapture(1, TOTAL, { state: "REFUSED" })], false],
  ["everything is captured, and given back", [aCapture(1, TOTAL), aRefund(2, 1, TOTAL)], true],
])("%s: paid is %3$s", (_, instructions, paid) => {
  expect(isPaid(confirmedWith(...instructions))).toBe(paid);
});

test("captured and refunded amounts: what is done, of every attempt, and given back elsewhere", () => {
  const order = withPayment(
    confirmedWith(
      aCapture(1, 1_000),
      aCapture(2, 500, { attempt: 2 }),
      aCapture(3, 70, { state: "REFUSED" }),
      aRefund(4, 1, 300),
      aRefund(5, 2, 40, { state: "REQUESTED" }),
      aRefund(6, 2, 2, { state: "REFUSED" }),
      aRefund(7, 2, 1),
    ),
    { attempts: [anAttempt({ refundedElsewhere: 10 }), anAttempt({ id: 2, refundedElsewhere: 20 })] },
  );
  expect(capturedAmount(order)).toBe(1_500);
  expect(refundedAmount(order)).toBe(331);
});

describe("heldAttempt", () => {
  test.each<[Situation, number | undefined]>([
    ["pending", undefined],
    ["confirmed", 1],
    ["packed", 1],
    ["shipped", undefined],
    ["cancelling", undefined],
    ["cancelled", undefined],
  ])("of an order that is %s: %s", (situation, id) => {
    expect(heldAttempt(orders[situation])?.id).toBe(id);
  });

  test("of several attempts: the one that holds", () => {
    const attempts = [anAttempt({ status: "CLOSED" }), anAttempt({ id: 2 })];
    expect(heldAttempt(withPayment(confirmed, { attempts }))?.id).toBe(2);
    const closing = withPayment(confirmedWith(aVoid(1)), { attempts: [anAttempt(), anAttempt({ id: 2 })] });
    expect(heldAttempt(closing)?.id).toBe(2);
  });
});

test("an attempt or instruction is found by its number; one that does not exist is named", () => {
  const { id } = confirmed;
  expect(attemptOf(confirmed, 1)).toBe(confirmed.payment.attempts[0]);
  expect(instructionOf(orders.leaving, 1)).toBe(orders.leaving.payment.instructions[0]);
  expect(() => attemptOf(confirmed, 2)).toThrow(`The order ${id} has no payment attempt 2.`);
  expect(() => instructionOf(confirmed, 1)).toThrow(`The order ${id} has no payment instruction 1.`);
  expect(() => instructionOf(orders.leaving, undefined)).toThrow(`has no payment instruction undefined`);
});
