import { expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aCapture, aRefund, withPayment } from "../../../tests/builders/payments.ts";
import { units } from "../../../tests/builders/products.ts";
import { aReceipt, aReturn, came, withReceived, withReturnOf } from "../../../tests/builders/returns.ts";
import type { Order } from "../../orders/rules/order.ts";
import type { Return } from "../../orders/rules/return.ts";
import { returnRules } from "./return-rules.ts";

const { shipped } = orderInEachSituation();
const received = withReceived(withReturnOf(shipped, { MUG: 2 }), [came("MUG", 1)]);

function violationsOf(order: Order): string[] {
  return returnRules.flatMap(({ name, check }) => check(order).map((detail) => `${name}: ${detail}`));
}

function withReturn(changes: Partial<Return>): Order {
  return { ...received, returns: received.returns.map((one) => ({ ...one, ...changes })) };
}

const mug = { ...units("MUG", 1) };

test("an order with returns as they are: nothing is found", () => {
  expect(violationsOf(received)).toEqual([]);
  expect(violationsOf(shipped)).toEqual([]);
});

test.each<[string, Order, string]>([
  ["fewer are counted than came", { ...received, lines: shipped.lines }, "0 of MUG are returned, and 1 came"],
  [
    "more came back than were shipped",
    { ...received, lines: received.lines.map((line) => ({ ...line, undelivered: 2 })) },
    "of 2 of MUG, 1 came with returns, 2 with parcels",
  ],
  ["more came than were asked for", withReturn({ lines: [{ ...mug, quantity: 0 }] }), "more than 0 of MUG came"],
  ["units came with a rejected return", withReturn({ status: "REJECTED" }), "return 1 is REJECTED, and 1 units came"],
  ["nothing came with a received one", withReturn({ receipts: [] }), "PARTIALLY_RECEIVED, and 0 units came"],
  ["all of it came", withReturn({ lines: [{ ...mug, quantity: 1 }] }), "PARTIALLY_RECEIVED, and all of it came"],
  [
    "nobody said how it is refunded",
    { ...shipped, returns: [aReturn({ status: "APPROVED" })] },
    "not to be refunded in any way",
  ],
  [
    "it is rejected without a reason",
    { ...shipped, returns: [aReturn({ status: "REJECTED" })] },
    "return 1 is REJECTED, rejected for undefined",
  ],
  [
    "more is refunded than was received",
    withPayment(received, {
      instructions: [aCapture(1, 3_870), aRefund(2, 1, 2_580, { lines: [{ ...mug, quantity: 2 }], returnNumber: 1 })],
    }),
    "more of MUG is refunded by returns than was received to be",
  ],
  [
    "units are refunded that a person refunds",
    withReturn({ receipts: [aReceipt({ refund: "manual" })] }),
    "more of MUG is refunded by returns than was received to be",
  ],
  [
    "a return refunds more than its units cost",
    withPayment(received, {
      instructions: [aCapture(1, 3_870), aRefund(2, 1, 1_300, { lines: [mug], returnNumber: 1 })],
    }),
    "return 1 refunds 1300",
  ],
  [
    "the shipping charge is given back twice",
    withPayment(received, {
      instructions: [
        aCapture(1, 3_870),
        aRefund(2, 1, 490, { shipping: 490, returnNumber: 1 }),
        aRefund(3, 1, 490, { shipping: 490, returnNumber: 1 }),
      ],
    }),
    "the shipping charge is given back more than once",
  ],
])("%s: found", (_, order, detail) => {
  expect(violationsOf(order).join("\n")).toContain(detail);
});
