import { expect, test } from "vitest";
import { aPendingOrder } from "../../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withInstructions, withPayment } from "../../tests/builders/payments.ts";
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

const refused = aRefund(2, 1, 1_000, { state: "REFUSED", reason: "the charge was disputed" });

test("a refused refund is listed until its capture has nothing more to give back", () => {
  const order = withInstructions(aPendingOrder(), aCapture(1, 1_000), refused);
  const inPart = withInstructions(aPendingOrder(), aCapture(1, 1_000), refused, aRefund(3, 1, 400));
  const inFull = withInstructions(aPendingOrder(), aCapture(1, 1_000), refused, aRefund(3, 1, 1_000));
  expect([order, inPart, inFull].map((one) => listRefused(one).length)).toEqual([1, 1, 0]);
});

test("a refund that was refused because the dispute had taken the money is not listed", () => {
  const lost = { reference: "dp_1", amount: 1_000, status: "LOST", seenAt: "2026-11-21T06:00:00.000Z" } as const;
  const attempts = [anAttempt({ status: "CAPTURED", disputes: [lost] })];
  const instructions = [aCapture(1, 1_000), refused];
  expect(listRefused(withPayment(aPendingOrder(), { attempts, instructions }))).toEqual([]);
});

test("a refund of money that came by hand is listed until a person has given it back", () => {
  const { attempt: _, ...capture } = aCapture(1, 1_000);
  expect(listRefused(withInstructions(aPendingOrder(), capture, refused))).toHaveLength(1);
});
