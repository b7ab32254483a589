import { type LocationId, MAIN } from "../../inventory/rules/location.ts";
import type { Units } from "../../inventory/rules/stock.ts";
import { idempotencyKeyReused, problem, problemError } from "../../platform/values/problems.ts";
import { invalidStateTransition } from "../../platform/values/state-machine.ts";
import { requireLine } from "./edited-lines.ts";
import { allocationsOf } from "./line.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { newShipment, type Shipment, type ShipmentRequest } from "./shipment.ts";
import { isConfirmed } from "./shipment-lines.ts";
import { freeUnits, takeFreeUnits } from "./shipment-units.ts";

export const tooManyShipments = problem(422, "too_many_shipments", "The order has too many shipments.");

const MAX_SHIPMENTS = 20;

/** Whether `splitShipment` would succeed for some units. */
export function mayBeSplit(order: Order): boolean {
  return (
    isConfirmed(order) &&
    order.shipments.length < MAX_SHIPMENTS &&
    order.lines.some(({ sku }) => freeUnits(order, sku) > 0)
  );
}

/**
 * A shipment of its own for some units, which are taken out of shipments that are not packed yet.
 * @throws 409 where the order is not to be shipped, or fewer units are free; 422 for too many shipments, and for a SKU that
 * is not in the order
 */
export function splitShipment(
  order: Order,
  units: readonly Units[],
  request: ShipmentRequest,
  context: ChangeContext,
): Order {
  if (!isConfirmed(order)) throw notConfirmed(order);
  for (const [index, { sku }] of units.entries()) requireLine(order, sku, index);
  if (order.shipments.length >= MAX_SHIPMENTS) throw tooMany(order);
  const location = locationOfAll(order, units);
  const taken = units.reduce((changed, { sku, quantity }, index) => {
    return takeFreeUnits(changed, { sku, quantity, location, path: `lines.${index}.quantity` }).order;
  }, order);
  const shipment = { ...newShipment(order.shipments.length + 1, location, units, context.now), request };
  return nextOrder(order, { ...taken, shipments: [...taken.shipments, shipment] }, context);
}

/** The first of the locations that all of these units are free at; where there is none, that with the most of them. */
function locationOfAll(order: Order, units: readonly Units[]): LocationId {
  const freeAt = (location: LocationId) =>
    units.reduce((sum, { sku, quantity }) => sum + Math.min(quantity, freeUnits(order, sku, location)), 0);
  const [most = MAIN] = locationsOf(order, units).toSorted((one, other) => freeAt(other) - freeAt(one));
  return most;
}

function locationsOf({ lines }: Order, units: readonly Units[]): LocationId[] {
  const wanted = lines.filter((line) => units.some(({ sku }) => sku === line.sku));
  return [...new Set(wanted.flatMap((line) => allocationsOf(line).map(({ location }) => location)))];
}

/** The shipment that an earlier request with the same key made. @throws 422 where that had another body. */
export function shipmentMadeBy({ shipments }: Order, { id, fingerprint }: ShipmentRequest): Shipment | undefined {
  const made = shipments.find(({ request }) => request?.id === id);
  if (!made || made.request?.fingerprint === fingerprint) return made;
  throw problemError(idempotencyKeyReused, `The key made shipment ${made.number} with another body. Use a new key.`);
}

function notConfirmed({ id, status }: Order) {
  return problemError(
    invalidStateTransition,
    `The order ${id} is ${status}, so nothing of it is to be shipped. Shipments are made while it is CONFIRMED or PARTIALLY_SHIPPED.`,
  );
}

function tooMany({ id }: Order) {
  return problemError(
    tooManyShipments,
    `The order ${id} has ${MAX_SHIPMENTS} shipments already. Ship the rest in those that are not packed yet.`,
  );
}
