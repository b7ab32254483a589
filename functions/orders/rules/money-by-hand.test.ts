import { expect, test } from "vitest";
import { aPendingOrder, changed, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aCapture, aRefund, withPayment } from "../../../tests/builders/payments.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { giveBack } from "./give-back.ts";
import { refundedAmount } from "./instructions.ts";
import { recordGivenBack, recordReceived } from "./money-by-hand.ts";
import type { Order } from "./order.ts";

const asked = { request: "req-1", fingerprint: "body-1", reference: "transfer 1" };
const { confirmed, cancelled } = orderInEachSituation();

function received(order: Order, amount: number): Order {
  return recordReceived(order, { ...asked, amount }, changed(5, "staff:sam"));
}

test("all that is due, of a pending order: CONFIRMED, and what was asked for is let go of", () => {
  const paid = received(aPendingOrder(), 3_870);

  expect(paid.status).toBe("CONFIRMED");
  expect(paid.payment.instructions).toMatchObject([
    { kind: "CAPTURE", state: "DONE", amount: 3_870, note: "transfer 1" },
    { kind: "VOID", state: "IN_FLIGHT", attempt: 1 },
  ]);
});

test("a part: the rest is still due", () => {
  const part = received(confirmed, 1_000);

  expect(part.pending?.effect).not.toBe("VOID");
  expect(problemThrownBy(() => received(part, 2_871))).toMatchObject({ code: "amount_too_large" });
  expect(problemThrownBy(() => received(received(part, 2_870), 1))).toMatchObject({ code: "nothing_due" });
  expect(problemThrownBy(() => received(cancelled, 1))).toMatchObject({ code: "order_ended" });
});

const { attempt: _, ...byHand } = aCapture(1, 3_870);
const waiting = withPayment(cancelled, { instructions: [byHand, aRefund(2, 1, 3_870, { state: "REFUSED" })] });

function givenBack(order: Order, refund: number): Order {
  return recordGivenBack(order, { ...asked, reference: "transfer back", refund }, changed(9, "staff:sam"));
}

test("a refund of such money, given back by hand: DONE", () => {
  const done = givenBack(waiting, 2);

  expect(done.payment.instructions[1]).toMatchObject({ state: "DONE", givenBack: { reference: "transfer back" } });
  expect(refundedAmount(done)).toBe(3_870);
});

test("given back before, or made by the provider, or no refund: refused", () => {
  expect(problemThrownBy(() => givenBack(givenBack(waiting, 2), 2))).toMatchObject({
    code: "refund_not_by_hand",
    message: expect.stringContaining("is DONE already"),
  });
  const atProvider = withPayment(cancelled, {
    instructions: [aCapture(1, 3_870), aRefund(2, 1, 3_870, { state: "REFUSED" })],
  });
  expect(problemThrownBy(() => givenBack(atProvider, 2))).toMatchObject({ code: "refund_not_by_hand" });
  expect(problemThrownBy(() => givenBack(waiting, 1))).toMatchObject({ code: "unknown_refund" });
  expect(problemThrownBy(() => givenBack(waiting, 3))).toMatchObject({ code: "unknown_refund" });
});

test("money that waits to be given back by hand is not given back twice", () => {
  const request = { request: "req-2", fingerprint: "body-2", amount: undefined, lines: undefined, reason: "Cancelled" };

  expect(problemThrownBy(() => giveBack(waiting, request, changed(9)))).toMatchObject({ code: "nothing_to_refund" });
});
