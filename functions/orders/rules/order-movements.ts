import type { NewMovement } from "../../inventory/rules/movement.ts";
import { heldDifference, type UnitsAt } from "../../inventory/rules/units-at.ts";
import { allocationsOf } from "./line.ts";
import type { Order } from "./order.ts";
import type { Receipt, Return } from "./return.ts";
import type { Shipment } from "./shipment.ts";

/** The rows of the ledger that the next version of an order brings: what left with its shipments, or came back. */
export function orderMovements(before: Order | undefined, after: Order): NewMovement[] {
  return [...leavingUnits(before, after), ...restockedUnits(before, after), ...returnedUnits(before, after)];
}

function leavingUnits(before: Order | undefined, after: Order): NewMovement[] {
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

/** What came back with shipments that nobody took, and is to be sold again. */
function restockedUnits(before: Order | undefined, after: Order): NewMovement[] {
  return after.shipments.flatMap(({ number, lines, restockedTo }) => {
    if (restockedTo === undefined || wasRestocked(before, number)) return [];
    return lines.map(({ sku, quantity }) => ({
      sku,
      location: restockedTo,
      kind: "returned" as const,
      quantity,
      orderId: after.id,
      shipment: number,
    }));
  });
}

function wasRestocked(before: Order | undefined, number: number): boolean {
  return before?.shipments.some((one) => one.number === number && one.restockedTo !== undefined) ?? false;
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
  return heldDifference(before ? heldBy(before) : [], heldBy(after));
}

function heldBy({ lines }: Order): UnitsAt[] {
  return lines.flatMap((line) => allocationsOf(line).map((allocation) => ({ sku: line.sku, ...allocation })));
}
