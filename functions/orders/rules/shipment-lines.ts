import { openUnits } from "./line.ts";
import type { Order } from "./order.ts";
import type { ShipmentLine } from "./shipment.ts";

/** The open units that no shipment contains yet. */
export function unitsWithoutShipment({ lines, shipments }: Order): ShipmentLine[] {
  const packed = shipments.filter(({ status }) => status === "PENDING" || status === "PACKED");
  return lines.flatMap((line) => {
    const inShipments = packed
      .flatMap((shipment) => shipment.lines)
      .filter(({ sku }) => sku === line.sku)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    const quantity = openUnits(line) - inShipments;
    return quantity > 0 ? [{ sku: line.sku, quantity }] : [];
  });
}

/** Whether the order is confirmed and has units that are to be shipped, and are in no shipment yet. */
export function isReadyForParcel(order: Order): boolean {
  const isConfirmed = order.status === "CONFIRMED" || order.status === "PARTIALLY_SHIPPED";
  return isConfirmed && unitsWithoutShipment(order).length > 0;
}
