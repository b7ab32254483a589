import type { Sku } from "../../inventory/rules/product.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import type { Order } from "./order.ts";
import { type Shipment, unitsIn } from "./shipment.ts";
import { unitsWithoutShipment } from "./shipment-lines.ts";

export const unitsNotFree = problem(409, "units_not_free", "The units are packed or shipped already.");

/** Open units of a product that are in no shipment yet, or in one that is not packed. */
export function freeUnits(order: Order, sku: Sku): number {
  const waiting = order.shipments.filter(({ status }) => status === "PENDING");
  return unitsOutside(order, sku) + waiting.reduce((sum, shipment) => sum + unitsIn(shipment, sku), 0);
}

/**
 * The order with free units taken out of its shipments: first those that are in none, then those of the newest. A shipment
 * that nothing is left of is CANCELLED.
 * @param path where the request asked for them
 * @throws 409 `units_not_free` where there are fewer
 */
export function takeFreeUnits(order: Order, sku: Sku, quantity: number, path?: string): Order {
  const free = freeUnits(order, sku);
  if (quantity > free) throw notFree(order, sku, quantity, free, path);
  let left = quantity - Math.min(quantity, unitsOutside(order, sku));
  const shipments = order.shipments.toReversed().map((shipment) => {
    const taken = shipment.status === "PENDING" ? Math.min(left, unitsIn(shipment, sku)) : 0;
    left -= taken;
    return taken > 0 ? without(shipment, sku, taken) : shipment;
  });
  return { ...order, shipments: shipments.toReversed() };
}

function without(shipment: Shipment, sku: Sku, taken: number): Shipment {
  const lines = shipment.lines
    .map((line) => (line.sku === sku ? { ...line, quantity: line.quantity - taken } : line))
    .filter(({ quantity }) => quantity > 0);
  return { ...shipment, lines, ...(lines.length === 0 && { status: "CANCELLED" as const }) };
}

function unitsOutside(order: Order, sku: Sku): number {
  return unitsWithoutShipment(order).find((line) => line.sku === sku)?.quantity ?? 0;
}

function notFree({ id }: Order, sku: Sku, quantity: number, free: number, path: string | undefined) {
  return problemError(
    unitsNotFree,
    `${quantity} of ${sku} are wanted, and of the order ${id} ${free} are not packed yet. Ask for at most ${free}.`,
    path === undefined ? {} : { errors: [{ path, message: `must be at most ${free}` }] },
  );
}
