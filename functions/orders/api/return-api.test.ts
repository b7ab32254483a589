import { expect, test } from "vitest";
import * as z from "zod/mini";
import { alice, sam } from "../../../tests/builders/callers.ts";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { units } from "../../../tests/builders/products.ts";
import { came, withReceived, withReturnOf } from "../../../tests/builders/returns.ts";
import type { Caller } from "../../platform/values/caller.ts";
import type { Order } from "../rules/order.ts";
import { ReturnView, returnView } from "./return-api.ts";

const { shipped } = orderInEachSituation();
const lines = [{ sku: units("MUG", 1).sku, quantity: 2, reason: "damaged" as const }];

function shown(order: Order, caller: Caller): ReturnView {
  const [one] = order.returns;
  if (!one) throw new Error("The order has a return.");
  return z.parse(ReturnView, returnView(order, one, caller));
}

test("what came, and what is given back for it", () => {
  const received = withReceived(withReturnOf(shipped, {}, { lines }), [came("MUG", 1, 1)]);
  expect(shown(received, sam)).toMatchObject({
    number: 1,
    status: "RECEIVED",
    lines: [{ sku: "MUG", quantity: 2, reason: "damaged", restocked: 1, writtenOff: 1 }],
    refund: "auto",
    refunded: { amount: 2_580, currency: "EUR" },
    requestedBy: "staff:sam",
  });
});

test("to a customer, others than itself are named by role only", () => {
  expect(shown(withReturnOf(shipped, { MUG: 1 }), alice).requestedBy).toBe("staff");
  expect(shown(withReturnOf(shipped, { MUG: 1 }, { isCustomer: true }), alice).requestedBy).toBe("customer:alice");
});
