import type { LocationId } from "../../inventory/rules/location.ts";
import type { NewMovement } from "../../inventory/rules/movement.ts";
import type { Sku } from "../../inventory/rules/product.ts";
import { allocationsOf } from "./line.ts";
import type { Order } from "./order.ts";
import type { Receipt, Return } from "./return.ts";
import type { Shipment } from "./shipment.ts";

/** Units of one product at one location. */
interface UnitsAt {
  readonly sku: Sku;
  readonly location: LocationId;
  readonly quantity: number;
}

/** The rows of the ledger that the next version of an order brings: what left with its shipments, and came back. */
export function orderMovements(before: Order | undefined, after: Order): NewMovement[] {
  return [...shippedUnits(before, after), ...returnedUnits(before, after)];
}

function shippedUnits(before: Order | undefined, after: Order): NewMovement[] {
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

/** What came with returns and was put back into stock. */
function returnedUnits(before: Order | undefined, after: Order): NewMovement[] {
  return after.returns.flatMap((one) =>
    newReceipts(before, one).flatMap(({ location, lines }) =>
      lines
        .filter(({ restocked }) => restocked > 0)
        .map(({ sku, restocked }) => ({
          sku,
          location,
          kind: "returned" as const,
          quantity: restocked,
          orderId: after.id,
          returnNumber: one.number,
        })),
    ),
  );
}

/** What came with the return since the version before. */
export function newReceipts(before: Order | undefined, { number, receipts }: Return): Receipt[] {
  const earlier = before?.returns.find((one) => one.number === number);
  return receipts.slice(earlier?.receipts.length ?? 0);
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
