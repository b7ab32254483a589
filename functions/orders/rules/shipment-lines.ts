import type { LocationId } from "../../inventory/rules/location.ts";
import { allocationsOf, heldAt, type OrderLine } from "./line.ts";
import type { Order } from "./order.ts";
import { type Shipment, type ShipmentLine, unitsIn } from "./shipment.ts";

/** Units of a shipment that does not exist yet, all at one location. */
export interface UnitsToShip {
  readonly location: LocationId;
  readonly lines: readonly ShipmentLine[];
}

/** The units that are held for the order and are in no shipment yet, by the location that they are at. */
export function unitsWithoutShipment({ lines, shipments }: Order): UnitsToShip[] {
  const waiting = shipments.filter(({ status }) => status === "PENDING" || status === "PACKED");
  const locations = new Set(lines.flatMap((line) => allocationsOf(line).map(({ location }) => location)));
  return [...locations].flatMap((location) => {
    const toShip = lines.flatMap((line) => {
      const quantity = unitsOutside(line, location, waiting);
      return quantity > 0 ? [{ sku: line.sku, quantity }] : [];
    });
    return toShip.length > 0 ? [{ location, lines: toShip }] : [];
  });
}

function unitsOutside(line: OrderLine, location: LocationId, waiting: readonly Shipment[]): number {
  const inShipments = waiting
    .filter((shipment) => shipment.location === location)
    .reduce((sum, shipment) => sum + unitsIn(shipment, line.sku), 0);
  return heldAt(line, location) - inShipments;
}

/** Whether what the order has open is to be shipped. */
export function isConfirmed({ status }: Order): boolean {
  return status === "CONFIRMED" || status === "PARTIALLY_SHIPPED";
}

/** Whether the order is confirmed and has units that are to be shipped, and are in no shipment yet. */
export function isReadyForParcel(order: Order): boolean {
  return isConfirmed(order) && unitsWithoutShipment(order).length > 0;
}
