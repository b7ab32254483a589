import { describe, expect, test } from "vitest";
import { at } from "../../../tests/builders/orders.ts";
import { units } from "../../../tests/builders/products.ts";
import { testEveryTransition } from "../../../tests/builders/transitions.ts";
import { MAIN } from "../../inventory/rules/location.ts";
import { newShipment, SHIPMENT_STATUSES, shipmentStates, transitionShipment } from "./shipment.ts";

describe("states", () => {
  testEveryTransition(shipmentStates, {
    PENDING: ["PACKED", "CANCELLED"],
    PACKED: ["SHIPPED", "CANCELLED"],
    SHIPPED: ["DELIVERED", "DELIVERY_FAILED"],
    DELIVERED: [],
    DELIVERY_FAILED: ["SHIPPED", "DELIVERED", "RETURNED"],
    RETURNED: [],
    CANCELLED: [],
  });

  test("the stored statuses are the states of the state machine", () => {
    expect([...SHIPMENT_STATUSES].sort()).toEqual(Object.keys(shipmentStates.transitions).sort());
  });
});

test("new shipment: PENDING, with SKU and quantity of each line", () => {
  const line = { ...units("MUG", 2), name: "Mug", gross: 2_580 };
  expect(newShipment(1, MAIN, [line], at(2))).toEqual({
    number: 1,
    status: "PENDING",
    location: "main",
    lines: [{ sku: "MUG", quantity: 2 }],
    createdAt: at(2),
  });
});

test("a shipment stores when it was packed, shipped and delivered", () => {
  const packed = transitionShipment(newShipment(1, MAIN, [], at(0)), "PACKED", at(1));
  const shipped = transitionShipment(packed, "SHIPPED", at(2), { carrier: "DHL", trackingNumbers: ["123"] });
  const delivered = transitionShipment(shipped, "DELIVERED", at(3));
  expect(delivered).toEqual({
    number: 1,
    status: "DELIVERED",
    location: "main",
    lines: [],
    createdAt: at(0),
    packedAt: at(1),
    shippedAt: at(2),
    deliveredAt: at(3),
    carrier: "DHL",
    trackingNumbers: ["123"],
  });
});

test("skipped step: refused", () => {
  expect(() => transitionShipment(newShipment(1, MAIN, [], at(0)), "SHIPPED", at(1))).toThrow(
    "The shipment is PENDING and cannot become SHIPPED. It must become PACKED first.",
  );
});
