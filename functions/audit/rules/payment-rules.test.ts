import { expect, test } from "vitest";
import { orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import type { Order } from "../../orders/rules/order.ts";
import type { Payment, PaymentStatus } from "../../orders/rules/payment.ts";
import { paymentRules } from "./payment-rules.ts";
import { violationsOf } from "./rule.ts";

function broken(order: Order): string[] {
  return violationsOf(paymentRules, order.id, order).map(({ invariant }) => invariant);
}

function withPayment(situation: Situation, changes: Partial<Payment>): Order {
  const order = orderInEachSituation()[situation];
  return { ...order, payment: { ...order.payment, ...changes } };
}

test.each([
  ["pending", "AUTHORIZED"],
  ["confirmed", "PENDING"],
  ["packed", "VOIDED"],
  ["shipped", "AUTHORIZED"],
  ["delivered", "EXPIRED"],
  ["declined", "AUTHORIZED"],
  ["declined", "CAPTURED"],
  ["outOfStock", "PENDING"],
  ["cancelled", "CAPTURED"],
  ["cancelled", "DECLINED"],
] as const satisfies [Situation, PaymentStatus][])(
  "the payment of an order that is %s is not %s",
  (situation, status) => {
    expect(broken(withPayment(situation, { status }))).toContain("the payment follows the order");
  },
);

test.each(["cancelling", "givenUp"] as const)(
  "an order that is %s may hold money only while that is being let go of",
  (situation) => {
    const { pending: _, ...left } = orderInEachSituation()[situation];
    expect(broken(left)).toEqual(["the payment follows the order"]);
  },
);

test.each([
  ["more is given back than was taken", { captured: 100, refunded: 101 }],
  ["less is taken than was held", { captured: 1 }],
  ["nothing is taken by a capture", { captured: 0 }],
  ["something less than nothing is given back", { refunded: -1 }],
])("money does not add up where %s", (_, changes) => {
  expect(broken(withPayment("shipped", changes))).toEqual(["refunded <= captured <= authorized"]);
});

test("money does not add up where it is taken before the capture", () => {
  expect(broken(withPayment("packed", { captured: 1 }))).toEqual(["refunded <= captured <= authorized"]);
});
