import { expect, test } from "vitest";
import * as z from "zod/mini";
import { alice, sam } from "../../../tests/builders/callers.ts";
import { at, orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import { PaymentView, paymentView } from "./payment-api.ts";

const orders = orderInEachSituation();
const euros = (amount: number) => ({ amount, currency: "EUR" });

test.each(Object.entries(orders))("the payment of an order that is %s is shown as the contract says", (_, order) => {
  for (const caller of [alice, sam]) {
    const shown: unknown = JSON.parse(JSON.stringify(paymentView(order, caller)));
    expect(z.safeParse(PaymentView, shown).error).toBeUndefined();
  }
});

test("a payment that is authorized, as staff see it", () => {
  expect(paymentView(orders.confirmed, sam)).toEqual({
    orderId: orders.confirmed.id,
    status: "AUTHORIZED",
    amount: euros(3_870),
    captured: euros(0),
    refunded: euros(0),
    provider: "sandbox",
    method: "pm_sandbox_ok",
    reference: "auth-1",
    authorizeBy: at(900),
    providerErrors: [],
  });
});

test("a declined one says why", () => {
  expect(paymentView(orders.declined, alice)).toMatchObject({
    status: "DECLINED",
    declineReason: "the card was declined",
  });
  expect(paymentView(orders.confirmed, alice)).not.toHaveProperty("declineReason");
});

test.each<[Situation, number]>([
  ["leaving", 0],
  ["shipped", 3_870],
  ["delivered", 3_870],
])("of an order that is %s, %d are captured", (situation, amount) => {
  expect(paymentView(orders[situation], alice).captured).toEqual(euros(amount));
});

test("several captures and refunds are added up, given back elsewhere too", () => {
  const instructions = [aCapture(1, 1_290), aCapture(2, 2_580), aRefund(3, 1, 90), aRefund(4, 2, 80)];
  const order = withPayment(withInstructions(orders.delivered, ...instructions), {
    attempts: [anAttempt({ status: "CAPTURED", refundedElsewhere: 30 })],
  });
  expect(paymentView(order, alice)).toMatchObject({
    status: "PARTIALLY_REFUNDED",
    amount: euros(3_870),
    captured: euros(3_870),
    refunded: euros(200),
  });
});

test("of several attempts, the newest one is shown", () => {
  const attempts = [
    anAttempt({ status: "CLOSED", declineReason: "no cover" }),
    anAttempt({ id: 2, method: "pm_other", reference: "auth-2", askUntil: at(2_000) }),
  ];
  const shown = paymentView(withPayment(orders.confirmed, { attempts }), sam);
  expect(shown).toMatchObject({ method: "pm_other", reference: "auth-2", authorizeBy: at(2_000) });
  expect(shown).not.toHaveProperty("declineReason");
});
