import type { Allocation, LocationId } from "../../inventory/rules/location.ts";
import type { Sku } from "../../inventory/rules/product.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { unitsOf } from "./line.ts";
import type { Order } from "./order.ts";
import { type Shipment, unitsIn } from "./shipment.ts";
import { unitsOutside } from "./shipment-lines.ts";

export const unitsNotFree = problem(409, "units_not_free", "The units are packed or shipped already.");

/** Units that are in no shipment yet, or in one that is not packed. */
interface Free extends Allocation {
  /** The number of the shipment that they are in. */
  readonly shipment?: number;
}

/** The free units of a product, in the order in which they are taken: first those in no shipment, then the newest shipments'. */
function freeOf(order: Order, sku: Sku): Free[] {
  const ofSku = order.lines.filter((line) => line.sku === sku);
  const outside = ofSku.flatMap((line) => unitsOutside(line, order.shipments));
  const waiting = order.shipments.filter(({ status }) => status === "PENDING").toReversed();
  const inside = waiting.map((shipment) => ({
    location: shipment.location,
    quantity: unitsIn(shipment, sku),
    shipment: shipment.number,
  }));
  return [...outside, ...inside].filter(({ quantity }) => quantity > 0);
}

/** How many units of a product are in no shipment yet, or in one that is not packed: anywhere, or at one location. */
export function freeUnits(order: Order, sku: Sku, location?: LocationId): number {
  return unitsOf(freeOf(order, sku).filter((one) => location === undefined || one.location === location));
}

export interface UnitsToTake {
  readonly sku: Sku;
  readonly quantity: number;
  /** Only those at this location. */
  readonly location?: LocationId | undefined;
  /** Where the request asked for them. */
  readonly path?: string | undefined;
}

export interface TakenUnits {
  readonly order: Order;
  /** Where they were. */
  readonly taken: readonly Allocation[];
}

/**
 * The order with free units taken out of its shipments. A shipment that nothing is left of is CANCELLED.
 * @throws 409 `units_not_free` where there are fewer
 */
export function takeFreeUnits(order: Order, { sku, quantity, location, path }: UnitsToTake): TakenUnits {
  const free = freeUnits(order, sku, location);
  if (quantity > free) {
    const isElsewhere = freeUnits(order, sku) > free;
    throw notFree(order, { sku, quantity, ...(isElsewhere && { location }), path }, free);
  }
  let left = quantity;
  const taken = freeOf(order, sku).flatMap((one) => {
    const units = location === undefined || one.location === location ? Math.min(left, one.quantity) : 0;
    left -= units;
    return units > 0 ? [{ ...one, quantity: units }] : [];
  });
  const shipments = order.shipments.map((shipment) => {
    const units = unitsOf(taken.filter((one) => one.shipment === shipment.number));
    return units > 0 ? without(shipment, sku, units) : shipment;
  });
  return { order: { ...order, shipments }, taken };
}

function without(shipment: Shipment, sku: Sku, taken: number): Shipment {
  const lines = shipment.lines
    .map((line) => (line.sku === sku ? { ...line, quantity: line.quantity - taken } : line))
    .filter(({ quantity }) => quantity > 0);
  return { ...shipment, lines, ...(lines.length === 0 && { status: "CANCELLED" as const }) };
}

function notFree({ id }: Order, { sku, quantity, location, path }: UnitsToTake, free: number) {
  const detail =
    location === undefined
      ? `${quantity} of ${sku} are wanted, and of the order ${id} ${free} are not packed yet. Ask for at most ${free}.`
      : `${quantity} of ${sku} are wanted in one shipment, and of the order ${id} ${free} are not packed yet at ${location}. A shipment leaves one location: ask for at most ${free}, and for those elsewhere in another shipment.`;
  const errors = path === undefined ? {} : { errors: [{ path, message: `must be at most ${free}` }] };
  return problemError(unitsNotFree, detail, errors);
}
