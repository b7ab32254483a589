import { describe, expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { testEveryTransition } from "../../../tests/builders/transitions.ts";
import { isObject, withUnknownAttributes } from "../../../tests/builders/unknown-attributes.ts";
import { ORDER_STATUSES, Order, OrderId, orderStates } from "./order.ts";

describe("states", () => {
  testEveryTransition(orderStates, {
    PENDING: ["CONFIRMED", "FAILED", "CANCELLED"],
    CONFIRMED: ["PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"],
    PARTIALLY_SHIPPED: ["SHIPPED", "DELIVERED", "RETURNED"],
    SHIPPED: ["DELIVERED", "RETURNED"],
    DELIVERED: [],
    RETURNED: [],
    FAILED: [],
    CANCELLED: [],
  });

  test("the stored statuses are the states of the state machine", () => {
    expect([...ORDER_STATUSES].sort()).toEqual(Object.keys(orderStates.transitions).sort());
  });
});

describe.each(Object.entries(orderInEachSituation()))("an order that is %s", (_, order) => {
  test("is read as it was stored", () => {
    expect(Order.parse(structuredClone(order))).toEqual(order);
  });

  test("keeps attributes that a later version of the code added to any part", () => {
    const later = withUnknownAttributes(order);
    expect(isObject(later) && later.addedLater).toBe("by a later version");
    expect(Order.parse(later)).toEqual(later);
  });
});

test.each(["", "ord_1", "alice", "ORD_3K9X2V7M4C8Q1W6T5R0P3N8B7H2J4D6F"])("%j is no order's id", (text) => {
  expect(OrderId.safeParse(text).success).toBe(false);
});
