import { describe, expect, test } from "vitest";
import { at, changed, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { units } from "../../../tests/builders/products.ts";
import { came, withReceived, withReturnOf } from "../../../tests/builders/returns.ts";
import { giveBack, MAX_REFUNDS } from "./give-back.ts";
import type { Order } from "./order.ts";

const { shipped } = orderInEachSituation();
const expecting = withReturnOf(shipped, { MUG: 2, PEN: 1 });

const refundsOf = ({ payment }: Order) =>
  payment.instructions
    .filter(({ kind }) => kind === "REFUND")
    .map(({ amount, capture, lines, returnNumber, shipping, state }) => ({
      amount,
      capture,
      lines,
      returnNumber,
      shipping,
      state,
    }));
const amountsOf = (order: Order) => refundsOf(order).map(({ amount }) => amount);

/** The order with units that a person refunded, of which the provider has accepted all. */
function refundedByHand(order: Order, quantity: number): Order {
  const request = { request: `by-hand-${order.version}`, fingerprint: "body", reason: "Sorry", amount: undefined };
  const given = giveBack(order, { ...request, lines: [units("MUG", quantity)] }, changed(15, "staff:sam"));
  const { pending: _, ...free } = given;
  const done = given.payment.instructions.map((one) =>
    one.kind === "REFUND" && one.state !== "REFUSED" ? { ...one, state: "DONE" as const } : one,
  );
  return { ...free, payment: { ...given.payment, instructions: done } };
}

test("what came is refunded at what it was sold for, with the return's number", () => {
  expect(refundsOf(withReceived(expecting, [came("MUG", 1, 1), came("PEN", 1)]))).toEqual([
    {
      amount: 3_870,
      capture: 1,
      lines: [units("MUG", 2), units("PEN", 1)],
      returnNumber: 1,
      shipping: undefined,
      state: "IN_FLIGHT",
    },
  ]);
});

test("a discount: units in parts are refunded at exactly what all cost", () => {
  const discounted = { ...expecting, discounts: [{ name: "Autumn", amount: 100 }] };
  const paid = withPayment(discounted, { instructions: [aCapture(1, 3_770)] });
  const first = withReceived(paid, [came("MUG", 1)]);
  const all = withReceived(withReceived(first, [came("PEN", 1)]), [came("MUG", 1)]);
  expect(amountsOf(all)).toEqual([1_256, 1_257, 1_257]);
});

test("several captures: the oldest first, and the units are counted once", () => {
  const paid = withPayment(expecting, { instructions: [aCapture(1, 1_000), aCapture(2, 2_870)] });
  expect(refundsOf(withReceived(paid, [came("MUG", 2)]))).toMatchObject([
    { capture: 1, amount: 1_000, lines: [units("MUG", 2)], returnNumber: 1 },
    { capture: 2, amount: 1_580, lines: undefined, returnNumber: 1 },
  ]);
});

describe("nothing is refunded", () => {
  test("of a return that a person refunds, and of a part that a person does", () => {
    expect(amountsOf(withReceived(withReturnOf(shipped, { MUG: 1 }, { refund: "manual" }), [came("MUG", 1)]))).toEqual(
      [],
    );
    expect(amountsOf(withReceived(expecting, [came("MUG", 1)], { refund: "manual" }))).toEqual([]);
  });

  test("where nothing is left, or the units cost nothing", () => {
    const all = withInstructions(expecting, aCapture(1, 3_870), aRefund(2, 1, 3_870));
    expect(amountsOf(withReceived(all, [came("MUG", 2)]))).toEqual([3_870]);
    const free = { ...expecting, lines: expecting.lines.map((line) => ({ ...line, unitPrice: 0 })) };
    expect(amountsOf(withReceived(free, [came("MUG", 2)]))).toEqual([]);
  });
});

test("less is left than the units cost: what is left", () => {
  const paid = withInstructions(expecting, aCapture(1, 3_870), aRefund(2, 1, 3_000));
  expect(amountsOf(withReceived(paid, [came("MUG", 2)]))).toEqual([3_000, 870]);
});

describe("the same units are not refunded twice", () => {
  test("refunded by hand before they came: only those beyond", () => {
    const paid = refundedByHand(expecting, 1);
    const first = withReceived(paid, [came("MUG", 1)]);
    expect(amountsOf(first)).toEqual([1_290]);
    expect(amountsOf(withReceived(first, [came("MUG", 1)]))).toEqual([1_290, 1_290]);
    expect(amountsOf(withReceived(paid, [came("MUG", 2)]))).toEqual([1_290, 1_290]);
  });

  test("a refund by hand of what was received without one is not of what comes later", () => {
    const manual = withReceived(expecting, [came("MUG", 1)], { refund: "manual" });
    const paid = refundedByHand(manual, 1);
    expect(amountsOf(withReceived(paid, [came("MUG", 1)]))).toEqual([1_290, 1_290]);
    expect(amountsOf(withReceived(manual, [came("MUG", 1)]))).toEqual([1_290]);
  });

  test("a refund by hand of units that came back with their parcel is not of what comes with a return", () => {
    const undelivered = { ...expecting, lines: expecting.lines.map((line) => ({ ...line, undelivered: 1 })) };
    expect(amountsOf(withReceived(refundedByHand(undelivered, 1), [came("MUG", 1)]))).toEqual([1_290, 1_290]);
    expect(amountsOf(withReceived(refundedByHand(undelivered, 2), [came("MUG", 1)]))).toEqual([2_580]);
  });

  test("refunded with a return: a person refunds only the others", () => {
    const received = withReceived(expecting, [came("MUG", 1)]);
    expect(amountsOf(refundedByHand(received, 1))).toEqual([1_290, 1_290]);
    expect(problemThrownBy(() => refundedByHand(received, 2))).toMatchObject({ code: "too_many_units" });
  });

  test("a refund of a return that was refused, and made again by hand: the next part is refunded for itself", () => {
    const received = withReceived(expecting, [came("MUG", 1)]);
    const refused = withInstructions(
      received,
      aCapture(1, 3_870),
      aRefund(2, 1, 1_290, { state: "REFUSED", lines: [{ ...units("MUG", 1) }], returnNumber: 1 }),
    );
    expect(amountsOf(withReceived(refundedByHand(refused, 1), [came("MUG", 1)]))).toEqual([1_290, 1_290, 1_290]);
  });
});

describe("the shipping charge", () => {
  const charged = { ...expecting, charges: [{ kind: "shipping" as const, name: "Post", amount: 490, taxRate: 0 }] };
  const paid = withPayment(charged, { instructions: [aCapture(1, 4_360)] });
  const withShipping = { refundShipping: true };

  test("is given back with the units, once for each order", () => {
    const first = withReceived(paid, [came("MUG", 1)], withShipping);
    expect(refundsOf(first)).toMatchObject([{ amount: 1_780, shipping: 490, lines: [units("MUG", 1)] }]);
    expect(problemThrownBy(() => withReceived(first, [came("MUG", 1)], withShipping))).toMatchObject({
      code: "shipping_not_refundable",
      errors: [{ path: "refundShipping" }],
    });
    expect(amountsOf(withReceived(first, [came("MUG", 1)]))).toEqual([1_780, 1_290]);
  });

  test("alone, where nothing more of the return is expected", () => {
    const first = withReceived(paid, [came("MUG", 1)]);
    expect(refundsOf(withReceived(first, [], { ...withShipping, close: true }))[1]).toEqual({
      amount: 490,
      capture: 1,
      lines: undefined,
      returnNumber: 1,
      shipping: 490,
      state: "REQUESTED",
    });
  });

  test("is refused where there is none, and where a person refunds", () => {
    for (const refused of [
      () => withReceived(expecting, [came("MUG", 1)], withShipping),
      () => withReceived(paid, [came("MUG", 1)], { ...withShipping, refund: "manual" }),
    ]) {
      expect(problemThrownBy(refused)).toMatchObject({ code: "shipping_not_refundable" });
    }
  });
});

test("a dispute: the units are received, and their refund waits for its end", () => {
  const dispute = { reference: "dp_1", amount: 3_870, status: "OPEN" as const, seenAt: at(9) };
  const disputed = withPayment(expecting, { attempts: [anAttempt({ status: "CAPTURED", disputes: [dispute] })] });
  const received = withReceived(disputed, [came("MUG", 1)]);
  expect(refundsOf(received)).toMatchObject([{ amount: 1_290, state: "REQUESTED" }]);
  expect(received.pending).toBeUndefined();
});

test("money that came another way: REFUSED, a person gives it back", () => {
  const { attempt: _, ...byHand } = aCapture(1, 3_870);
  expect(refundsOf(withReceived(withInstructions(expecting, byHand), [came("MUG", 1)]))).toMatchObject([
    { amount: 1_290, state: "REFUSED", returnNumber: 1 },
  ]);
});

test("too many refunds: refused, and received without one", () => {
  const refunds = Array.from({ length: MAX_REFUNDS }, (_, index) => aRefund(index + 2, 1, 1));
  const full = withInstructions(expecting, aCapture(1, 3_870), ...refunds);
  expect(problemThrownBy(() => withReceived(full, [came("MUG", 1)]))).toMatchObject({ code: "too_many_payments" });
  expect(withReceived(full, [came("MUG", 1)], { refund: "manual" }).lines).toMatchObject([{ returned: 1 }, {}]);
});
