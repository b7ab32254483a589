import type { NewMovement } from "../../inventory/rules/movement.ts";
import { heldDifference, type UnitsAt } from "../../inventory/rules/units-at.ts";
import { allocationsOf } from "./line.ts";
import type { Order } from "./order.ts";
import type { Shipment } from "./shipment.ts";

/** The rows of the ledger that the next version of an order brings: what left with its shipments. */
export function orderMovements(before: Order | undefined, after: Order): NewMovement[] {
  return after.shipments
    .filter((shipment) => hasLeft(shipment) && !hadLeft(before, shipment))
    .flatMap((shipment) =>
      shipment.lines.map(({ sku, quantity }) => ({
        sku,
        location: shipment.location,
        kind: "shipped" as const,
        quantity: -quantity,
        orderId: after.id,
        shipment: shipment.number,
      })),
    );
}

function hasLeft({ shippedAt }: Shipment): boolean {
  return shippedAt !== undefined;
}

function hadLeft(before: Order | undefined, { number }: Shipment): boolean {
  return before?.shipments.some((one) => one.number === number && hasLeft(one)) ?? false;
}

/** Units that the next version of an order holds more, or fewer where they are negative, than the one before. */
export function heldMoves(before: Order | undefined, after: Order): UnitsAt[] {
  return heldDifference(before ? heldBy(before) : [], heldBy(after));
}

function heldBy({ lines }: Order): UnitsAt[] {
  return lines.flatMap((line) => allocationsOf(line).map((allocation) => ({ sku: line.sku, ...allocation })));
}
