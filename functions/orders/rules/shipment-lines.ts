import type { Allocation, LocationId } from "../../inventory/rules/location.ts";
import { allocationsOf, type OrderLine } from "./line.ts";
import type { Order } from "./order.ts";
import { type Shipment, type ShipmentLine, unitsIn } from "./shipment.ts";

/** Units of a shipment that does not exist yet, all at one location. */
export interface UnitsToShip {
  readonly location: LocationId;
  readonly lines: readonly ShipmentLine[];
}

/** The units that are held for the order and are in no shipment yet, by the location that they are at. */
export function unitsWithoutShipment({ lines, shipments }: Order): UnitsToShip[] {
  const byLocation = new Map<LocationId, ShipmentLine[]>();
  for (const line of lines) {
    for (const { location, quantity } of unitsOutside(line, shipments)) {
      byLocation.set(location, [...(byLocation.get(location) ?? []), { sku: line.sku, quantity }]);
    }
  }
  return [...byLocation].map(([location, toShip]) => ({ location, lines: toShip }));
}

/** The units of a line that are held for it and are in none of these shipments. */
export function unitsOutside(line: OrderLine, shipments: readonly Shipment[]): Allocation[] {
  return allocationsOf(line).flatMap(({ location, quantity }) => {
    const inShipments = shipments
      .filter((shipment) => isWaiting(shipment) && shipment.location === location)
      .reduce((sum, shipment) => sum + unitsIn(shipment, line.sku), 0);
    return quantity > inShipments ? [{ location, quantity: quantity - inShipments }] : [];
  });
}

function isWaiting({ status }: Shipment): boolean {
  return status === "PENDING" || status === "PACKED";
}

/** Whether what the order has open is to be shipped. */
export function isConfirmed({ status }: Order): boolean {
  return status === "CONFIRMED" || status === "PARTIALLY_SHIPPED";
}

/** Whether the order is confirmed and has units that are to be shipped, and are in no shipment yet. */
export function isReadyForParcel(order: Order): boolean {
  return isConfirmed(order) && unitsWithoutShipment(order).length > 0;
}
