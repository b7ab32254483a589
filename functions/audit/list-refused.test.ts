import { expect, test } from "vitest";
import { aPendingOrder } from "../../tests/builders/orders.ts";
import { aCapture, aRefund, withInstructions } from "../../tests/builders/payments.ts";
import { listRefused } from "./list-refused.ts";

test("refused captures and refunds are listed with their reasons; others are not", () => {
  const reason = "the bank could not give the money back";
  const order = withInstructions(
    aPendingOrder(),
    aCapture(1, 1_000),
    aRefund(2, 1, 300, { state: "REFUSED", reason }),
    aRefund(3, 1, 200, { state: "REQUESTED" }),
  );

  expect(listRefused(order)).toEqual([
    {
      orderId: order.id,
      orderStatus: "PENDING",
      instruction: 2,
      kind: "REFUND",
      amount: { amount: 300, currency: order.currency },
      reason,
    },
  ]);
});
