import { describe, expect, test } from "vitest";
import { orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import {
  aCapture,
  anAttempt,
  aRefund,
  aVoid,
  withInstructions,
  withPayment,
} from "../../../tests/builders/payments.ts";
import { cancelOpenUnits } from "./line.ts";
import type { Order } from "./order.ts";
import type { Attempt, AttemptStatus } from "./payment.ts";
import { type PaymentStatus, paymentStatus } from "./payment-status.ts";

const orders = orderInEachSituation();
const { confirmed } = orders;

function withAttempts(...attempts: Attempt[]): Order {
  return withPayment(withInstructions(confirmed), { attempts });
}

test.each<[Situation, PaymentStatus]>([
  ["pending", "PENDING"],
  ["confirmed", "AUTHORIZED"],
  ["leaving", "AUTHORIZED"],
  ["shipped", "CAPTURED"],
  ["delivered", "CAPTURED"],
  ["cancelling", "AUTHORIZED"],
  ["cancelled", "VOIDED"],
  ["givenUp", "UNKNOWN"],
  ["givenUpForGood", "NONE"],
  ["declining", "DECLINED"],
  ["declined", "DECLINED"],
  ["outOfStock", "NONE"],
])("the payment of an order that is %s is %s", (situation, status) => {
  expect(paymentStatus(orders[situation])).toBe(status);
});

describe("nothing captured: the newest attempt says it", () => {
  test.each<[AttemptStatus, PaymentStatus]>([
    ["REQUESTED", "PENDING"],
    ["ACTION_REQUIRED", "ACTION_REQUIRED"],
    ["CAPTURED", "VOIDED"],
    ["AUTHORIZED", "AUTHORIZED"],
    ["VOIDED", "VOIDED"],
    ["CLOSED", "NONE"],
    ["EXPIRED", "EXPIRED"],
  ])("one that is %s: %s", (status, expected) => {
    expect(paymentStatus(withAttempts(anAttempt({ status })))).toBe(expected);
  });

  test.each<AttemptStatus>(["DECLINED", "CLOSED", "VOIDED"])("one that was declined and is %s: DECLINED", (status) => {
    expect(paymentStatus(withAttempts(anAttempt({ status, declineReason: "no cover" })))).toBe("DECLINED");
  });

  test.each<AttemptStatus>(["REQUESTED", "ACTION_REQUIRED"])(
    "one that is %s and about to be closed: UNKNOWN",
    (status) => {
      const order = withPayment(withInstructions(confirmed, aVoid(1)), { attempts: [anAttempt({ status })] });
      expect(paymentStatus(order)).toBe("UNKNOWN");
    },
  );

  test("an earlier one does not count", () => {
    const declined = anAttempt({ status: "CLOSED", declineReason: "no cover" });
    expect(paymentStatus(withAttempts(declined, anAttempt({ id: 2, status: "REQUESTED" })))).toBe("PENDING");
    expect(paymentStatus(withAttempts(declined, anAttempt({ id: 2 })))).toBe("AUTHORIZED");
  });

  test("without an attempt: PENDING while the order waits for money, else NONE", () => {
    expect(paymentStatus({ ...withAttempts(), status: "PENDING" })).toBe("PENDING");
    expect(paymentStatus(withAttempts())).toBe("NONE");
  });

  test("without an attempt, and it costs nothing: NOT_REQUIRED, also after it ended", () => {
    const free = { ...withAttempts(), discounts: [{ name: "All of it", amount: 3_870 }] };
    expect(paymentStatus(free)).toBe("NOT_REQUIRED");
    const ended: Order = { ...free, status: "CANCELLED", lines: free.lines.map(cancelOpenUnits) };
    expect(paymentStatus(ended)).toBe("NOT_REQUIRED");
    const paidLine = { ...ended, discounts: [] };
    expect(paymentStatus(paidLine)).toBe("NONE");
  });

  test.each(["REQUESTED", "REFUSED"] as const)("a capture that is %s counts as none", (state) => {
    expect(paymentStatus(withInstructions(confirmed, aCapture(1, 3_870, { state })))).toBe("AUTHORIZED");
  });
});

describe("something captured: what was given back says it, whatever the attempts are", () => {
  test.each<[string, Order, PaymentStatus]>([
    ["nothing", withInstructions(confirmed, aCapture(1, 3_870)), "CAPTURED"],
    ["a part", withInstructions(confirmed, aCapture(1, 3_870), aRefund(2, 1, 1)), "PARTIALLY_REFUNDED"],
    ["nothing, and a part is not captured", withInstructions(confirmed, aCapture(1, 3_869)), "PARTIALLY_CAPTURED"],
    [
      "nothing, and the rest is about to be captured",
      withInstructions(confirmed, aCapture(1, 1_290), aCapture(2, 2_580, { state: "REQUESTED" })),
      "PARTIALLY_CAPTURED",
    ],
    ["all", withInstructions(confirmed, aCapture(1, 3_870), aRefund(2, 1, 3_870)), "REFUNDED"],
    [
      "one of two captures",
      withInstructions(confirmed, aCapture(1, 1_290), aCapture(2, 2_580), aRefund(3, 1, 1_290)),
      "PARTIALLY_REFUNDED",
    ],
    [
      "a part, twice",
      withInstructions(confirmed, aCapture(1, 1_290), aRefund(2, 1, 1_000), aRefund(3, 1, 290)),
      "REFUNDED",
    ],
    [
      "nothing yet, but it is decided",
      withInstructions(confirmed, aCapture(1, 3_870), aRefund(2, 1, 1_290, { state: "REQUESTED" })),
      "CAPTURED",
    ],
    [
      "nothing, because it was refused",
      withInstructions(confirmed, aCapture(1, 3_870), aRefund(2, 1, 1_290, { state: "REFUSED" })),
      "CAPTURED",
    ],
  ])("%s given back", (_, order, status) => {
    expect(paymentStatus(order)).toBe(status);
    const newer = withPayment(order, { attempts: [anAttempt({ status: "CAPTURED" }), anAttempt({ id: 2 })] });
    expect(paymentStatus(newer)).toBe(status);
  });

  test("what was given back elsewhere counts", () => {
    const captured = withInstructions(confirmed, aCapture(1, 3_870));
    const elsewhere = (amount: number) =>
      withPayment(captured, { attempts: [anAttempt({ status: "CAPTURED", refundedElsewhere: amount })] });
    expect(paymentStatus(elsewhere(100))).toBe("PARTIALLY_REFUNDED");
    expect(paymentStatus(elsewhere(3_870))).toBe("REFUNDED");
  });

  test("money that was recorded by hand is captured, too", () => {
    const { attempt: _, ...byHand } = aCapture(1, 3_870);
    expect(paymentStatus(withInstructions(confirmed, byHand))).toBe("CAPTURED");
  });
});
