import { describe, expect, test } from "vitest";
import { at, orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aVoid, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import type { Order } from "./order.ts";
import type { AttemptStatus } from "./payment.ts";
import { endIfUnpaid, isUnpaid } from "./unpaid-order.ts";

const orders = orderInEachSituation();
const { pending, confirmed, packed } = orders;

function withAttempt(order: Order, status: AttemptStatus): Order {
  return withPayment(order, { attempts: [anAttempt({ status })] });
}

describe("isUnpaid", () => {
  test.each<[AttemptStatus, boolean]>([
    ["REQUESTED", false],
    ["ACTION_REQUIRED", false],
    ["AUTHORIZED", false],
    ["DECLINED", true],
    ["VOIDED", true],
    ["CLOSED", true],
    ["EXPIRED", true],
    ["CAPTURED", true],
  ])("an attempt that is %s: %s", (status, unpaid) => {
    expect(isUnpaid(withAttempt(packed, status))).toBe(unpaid);
  });

  test("an attempt that is about to be closed pays nothing", () => {
    expect(isUnpaid(withInstructions(packed, aVoid(1)))).toBe(true);
  });

  test("everything is captured, or about to be: it calls for nothing", () => {
    const captured = withInstructions(withAttempt(packed, "CAPTURED"), aCapture(1, 3_870));
    expect(isUnpaid(captured)).toBe(false);
    expect(isUnpaid(withInstructions(withAttempt(packed, "CAPTURED"), aCapture(1, 3_869)))).toBe(true);
  });

  test.each<Situation>(["shipped", "delivered", "declined", "cancelled", "outOfStock"])(
    "an order that is %s waits for no money",
    (situation) => {
      expect(isUnpaid(withPayment(orders[situation], { attempts: [], instructions: [] }))).toBe(false);
    },
  );
});

describe("endIfUnpaid", () => {
  const expired = withAttempt(packed, "EXPIRED");

  test("one that may still be paid stays as it is", () => {
    expect(endIfUnpaid(confirmed, at(9))).toBe(confirmed);
  });

  test("one that is held stays until its hold ends", () => {
    const order = { ...expired, holdUntil: at(100) };
    expect(endIfUnpaid(order, at(99))).toBe(order);
    expect(endIfUnpaid(order, at(100)).status).toBe("CANCELLED");
  });

  test("a CONFIRMED order is cancelled by Waybill itself", () => {
    expect(endIfUnpaid(expired, at(9))).toMatchObject({
      status: "CANCELLED",
      cancellation: { reason: "Its payment ran out, and it was not paid again in time.", actor: "system", at: at(9) },
    });
  });

  test("of one that shipped in part, only the rest ends, and says why", () => {
    const [mug, ...others] = expired.lines;
    if (!mug) throw new Error("The order has a line.");
    const order: Order = { ...expired, status: "PARTIALLY_SHIPPED", lines: [{ ...mug, shipped: 2 }, ...others] };
    const ended = endIfUnpaid(order, at(9));
    expect(ended).toMatchObject({ status: "SHIPPED", cancellation: { actor: "system", at: at(9) } });
  });

  test.each<[string, Order, string, string]>([
    [
      "declined",
      withPayment(pending, { attempts: [anAttempt({ status: "DECLINED", declineReason: "no cover" })] }),
      "PAYMENT_DECLINED",
      "The payment of 38.70 EUR was declined: no cover.",
    ],
    [
      "without an answer",
      withInstructions(withAttempt(pending, "REQUESTED"), aVoid(1)),
      "PAYMENT_UNAVAILABLE",
      `The payment provider gave no answer until ${at(900)}.`,
    ],
    [
      "never paid by hand",
      { ...withPayment(pending, { attempts: [] }), holdUntil: at(5) },
      "PAYMENT_NOT_RECEIVED",
      `No payment was recorded until ${at(5)}.`,
    ],
  ])("a PENDING order that is %s fails, and says why", (_, order, reason, detail) => {
    expect(endIfUnpaid(order, at(901))).toMatchObject({ status: "FAILED", failure: { reason, detail } });
  });
});
