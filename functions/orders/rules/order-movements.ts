import type { LocationId } from "../../inventory/rules/location.ts";
import type { NewMovement } from "../../inventory/rules/movement.ts";
import type { Sku } from "../../inventory/rules/product.ts";
import { allocationsOf } from "./line.ts";
import type { Order } from "./order.ts";
import type { Shipment } from "./shipment.ts";

/** Units of one product at one location. */
interface UnitsAt {
  readonly sku: Sku;
  readonly location: LocationId;
  readonly quantity: number;
}

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
  const moves = new Map<string, UnitsAt>();
  const add = ({ lines }: Order, sign: 1 | -1) => {
    for (const line of lines) {
      for (const { location, quantity } of allocationsOf(line)) {
        const known = moves.get(`${line.sku}@${location}`)?.quantity ?? 0;
        moves.set(`${line.sku}@${location}`, { sku: line.sku, location, quantity: known + sign * quantity });
      }
    }
  };
  if (before) add(before, -1);
  add(after, 1);
  return [...moves.values()].filter(({ quantity }) => quantity !== 0);
}
