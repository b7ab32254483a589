import { describe, expect, test } from "vitest";
import { orderInEachSituation, type Situation, theShipmentOf } from "../../../tests/builders/orders.ts";
import { units } from "../../../tests/builders/products.ts";
import type { Order } from "./order.ts";
import type { ShipmentStatus } from "./shipment.ts";
import { type ShippingStatus, shippingStatus } from "./shipping-status.ts";

const orders = orderInEachSituation();

/** Shipments of one unit each, of an order with one line of so many units, and of `outside` more. */
function withShipments(statuses: readonly ShipmentStatus[], outside = 0): Order {
  const [line] = orders.confirmed.lines;
  if (!line) throw new Error("The order has a line.");
  const live = statuses.filter((status) => status !== "CANCELLED");
  const left = live.filter((status) => status !== "PENDING" && status !== "PACKED");
  const shipment = theShipmentOf(orders.toBePacked);
  return {
    ...orders.confirmed,
    lines: [{ ...line, quantity: live.length + outside, shipped: left.length }],
    shipments: statuses.map((status, index) => ({
      ...shipment,
      number: index + 1,
      status,
      lines: status === "CANCELLED" ? [] : [{ ...units(line.sku, 1) }],
    })),
  };
}

describe("shippingStatus", () => {
  test.each<[ShipmentStatus[], number, ShippingStatus]>([
    [[], 1, "NONE"],
    [["PENDING"], 0, "PENDING"],
    [["PACKED", "PENDING"], 0, "PENDING"],
    [["PACKED"], 1, "PENDING"],
    [["PACKED", "PACKED"], 0, "PACKED"],
    [["PACKED", "CANCELLED"], 0, "PACKED"],
    [["SHIPPED", "PENDING"], 0, "PARTIALLY_SHIPPED"],
    [["DELIVERED"], 1, "PARTIALLY_SHIPPED"],
    [["SHIPPED", "SHIPPED"], 0, "SHIPPED"],
    [["SHIPPED", "DELIVERED"], 0, "PARTIALLY_DELIVERED"],
    [["DELIVERED", "CANCELLED"], 0, "DELIVERED"],
    [["SHIPPED", "DELIVERY_FAILED"], 0, "SHIPPED"],
    [["DELIVERED", "DELIVERY_FAILED"], 0, "PARTIALLY_DELIVERED"],
    [["SHIPPED", "RETURNED"], 0, "SHIPPED"],
    [["DELIVERED", "RETURNED"], 0, "DELIVERED"],
    [["RETURNED", "CANCELLED"], 0, "RETURNED"],
    [["RETURNED"], 1, "PARTIALLY_SHIPPED"],
    [["CANCELLED"], 0, "CANCELLED"],
    [["CANCELLED"], 1, "NONE"],
  ])("of the shipments %j, and %i units in none, is %s", (statuses, outside, expected) => {
    expect(shippingStatus(withShipments(statuses, outside))).toBe(expected);
  });

  test.each<[Situation, ShippingStatus]>([
    ["pending", "NONE"],
    ["toBePacked", "PENDING"],
    ["leaving", "PACKED"],
    ["shipped", "SHIPPED"],
    ["delivered", "DELIVERED"],
    ["returned", "RETURNED"],
    ["outOfStock", "NONE"],
  ])("of an order that is %s is %s", (situation, expected) => {
    expect(shippingStatus(orders[situation])).toBe(expected);
  });
});
