import { openUnits } from "./line.ts";
import type { Order } from "./order.ts";
import { type ShipmentLine, unitsIn } from "./shipment.ts";

/** The open units that no shipment contains yet. */
export function unitsWithoutShipment({ lines, shipments }: Order): ShipmentLine[] {
  const packed = shipments.filter(({ status }) => status === "PENDING" || status === "PACKED");
  return lines.flatMap((line) => {
    const inShipments = packed.reduce((sum, shipment) => sum + unitsIn(shipment, line.sku), 0);
    const quantity = openUnits(line) - inShipments;
    return quantity > 0 ? [{ sku: line.sku, quantity }] : [];
  });
}

/** Whether what the order has open is to be shipped. */
export function isConfirmed({ status }: Order): boolean {
  return status === "CONFIRMED" || status === "PARTIALLY_SHIPPED";
}

/** Whether the order is confirmed and has units that are to be shipped, and are in no shipment yet. */
export function isReadyForParcel(order: Order): boolean {
  return isConfirmed(order) && unitsWithoutShipment(order).length > 0;
}
