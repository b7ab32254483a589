import type { Units } from "../../inventory/rules/stock.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { invalidStateTransition } from "../../platform/values/state-machine.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { newShipment } from "./shipment.ts";
import { isConfirmed } from "./shipment-lines.ts";
import { takeFreeUnits } from "./shipment-units.ts";

export const tooManyShipments = problem(422, "too_many_shipments", "The order has too many shipments.");

const MAX_SHIPMENTS = 20;

/**
 * A shipment of its own for some units, which are taken out of shipments that are not packed yet.
 * @throws 409 where fewer units are free, or the order is not to be shipped; 422 for too many shipments
 */
export function splitShipment(order: Order, units: readonly Units[], context: ChangeContext): Order {
  if (!isConfirmed(order)) throw notConfirmed(order);
  if (order.shipments.length >= MAX_SHIPMENTS) throw tooMany(order);
  const taken = units.reduce((changed, { sku, quantity }) => takeFreeUnits(changed, sku, quantity), order);
  const shipment = newShipment(order.shipments.length + 1, units, context.now);
  return nextOrder(order, { ...taken, shipments: [...taken.shipments, shipment] }, context);
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
