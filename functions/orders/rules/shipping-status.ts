import { heldUnits, openUnits } from "./line.ts";
import type { Order } from "./order.ts";
import { unitsWithoutShipment } from "./shipment-lines.ts";

/**
 * NONE: nothing is to be packed yet. BACKORDERED: all that is open waits for stock, and nothing has left. The statuses
 * follow each other in this order; DELIVERED, RETURNED (nothing of what was sent arrived) and CANCELLED have no successor.
 */
export const SHIPPING_STATUSES = [
  "NONE",
  "BACKORDERED",
  "PENDING",
  "PACKED",
  "PARTIALLY_SHIPPED",
  "SHIPPED",
  "PARTIALLY_DELIVERED",
  "DELIVERED",
  "RETURNED",
  "CANCELLED",
] as const;
export type ShippingStatus = (typeof SHIPPING_STATUSES)[number];

/** Where the order's goods stand, in one word, whatever number of shipments they are in. */
export function shippingStatus(order: Order): ShippingStatus {
  const shipments = order.shipments.filter(({ status }) => status !== "CANCELLED");
  if (shipments.length === 0) return withoutShipments(order);
  const left = shipments.filter(({ status }) => status !== "PENDING" && status !== "PACKED");
  if (left.length === 0) {
    const isPacked = shipments.every(({ status }) => status === "PACKED") && unitsWithoutShipment(order).length === 0;
    return isPacked ? "PACKED" : "PENDING";
  }
  if (hasOpenUnits(order)) return "PARTIALLY_SHIPPED";
  const isDelivered = left.some(({ status }) => status === "DELIVERED");
  if (left.every(({ status }) => status === "DELIVERED" || status === "RETURNED")) {
    return isDelivered ? "DELIVERED" : "RETURNED";
  }
  return isDelivered ? "PARTIALLY_DELIVERED" : "SHIPPED";
}

function withoutShipments(order: Order): ShippingStatus {
  if (!hasOpenUnits(order)) return order.shipments.length > 0 ? "CANCELLED" : "NONE";
  return order.lines.every((line) => heldUnits(line) === 0) ? "BACKORDERED" : "NONE";
}

function hasOpenUnits({ lines }: Order): boolean {
  return lines.some((line) => openUnits(line) > 0);
}
