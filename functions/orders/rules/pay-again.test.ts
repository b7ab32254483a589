import { expect, test } from "vitest";
import { aPendingOrder, at, changed, orderInEachSituation, theAttemptOf } from "../../../tests/builders/orders.ts";
import { anAttempt, aVoid, withPayment } from "../../../tests/builders/payments.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { instructionOf } from "./instructions.ts";
import type { Order } from "./order.ts";
import { decline, recordClosed } from "./order-transitions.ts";
import { payAgain } from "./pay-again.ts";

const asked = { request: "req-1", fingerprint: "body-1", method: "pm_sandbox_ok" };
const again = (order: Order) => payAgain(order, asked, changed(10, "customer:alice"));
const { confirmed, cancelled, shipped } = orderInEachSituation();

function aHeldOrder(): Order {
  const policy = {
    captureAt: "firstShipment",
    customerMayCancelUntil: "PACKED",
    paymentHoldSeconds: 3_600,
    returnWithinDays: 14,
  } as const;
  return aPendingOrder({ policy });
}

/** Declined, and its attempt not closed yet. */
function aDecliningOrder(): Order {
  const pending = aHeldOrder();
  return decline(pending, theAttemptOf(pending), "the card was declined", [], changed(1));
}

function aDeclinedOrder(): Order {
  const declining = aDecliningOrder();
  return recordClosed(declining, instructionOf(declining, 1), theAttemptOf(declining), false, [], changed(2));
}

test("declined while held: a second attempt for all that is due, to be authorized now", () => {
  const paid = again(aDeclinedOrder());

  expect(paid.status).toBe("PENDING");
  expect(paid.payment.attempts).toMatchObject([
    { id: 1, status: "CLOSED" },
    { id: 2, status: "REQUESTED", method: "pm_sandbox_ok", amount: 3_870, createdAt: at(10), askUntil: at(910) },
  ]);
  expect(paid.pending).toMatchObject({ effect: "AUTHORIZE", attempt: 2 });
});

test("with a saved method: the attempt keeps whose it is, and that they are not there", () => {
  const saved = { method: "pm_1", customer: "cus_1", offSession: true };
  const paid = payAgain(aDeclinedOrder(), { ...asked, ...saved }, changed(10, "staff:sam"));

  expect(paid.payment.attempts[1]).toMatchObject({ ...saved, request: "req-1", fingerprint: "body-1" });
  expect(again(aDeclinedOrder()).payment.attempts[1]).not.toHaveProperty("customer");
});

test("refused while the earlier attempt is being closed, and while it may hold money", () => {
  expect(problemThrownBy(() => again(aDecliningOrder()))).toMatchObject({ code: "order_busy" });
  expect(problemThrownBy(() => again(confirmed))).toMatchObject({ code: "payment_open" });
  expect(problemThrownBy(() => again(aHeldOrder()))).toMatchObject({ code: "payment_open" });
});

test("refused for an order that has ended, or has shipped", () => {
  expect(problemThrownBy(() => again(cancelled))).toMatchObject({ code: "order_ended" });
  expect(problemThrownBy(() => again(shipped))).toMatchObject({ code: "order_ended" });
});

test("the provider is about to be asked how the payment stands: that gives its place, and is not forgotten", () => {
  const busy = { ...aDeclinedOrder(), pending: { effect: "REFRESH" as const, dueAt: at(40), tries: 0 } };

  expect(again(busy)).toMatchObject({ pending: { effect: "AUTHORIZE", attempt: 2 }, payment: { refresh: true } });
});

test("20 attempts at most", () => {
  const attempts = Array.from({ length: 20 }, (_, index) => anAttempt({ id: index + 1, status: "CLOSED" }));
  const order = withPayment(aDeclinedOrder(), { attempts, instructions: [aVoid(1, { state: "DONE" })] });
  expect(problemThrownBy(() => again(order))).toMatchObject({ code: "too_many_payments" });
});
