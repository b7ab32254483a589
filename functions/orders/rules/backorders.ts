import type { Allocation } from "../../inventory/rules/location.ts";
import type { Sku } from "../../inventory/rules/product.ts";
import { unitsOf, withHeld } from "./line.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";

/** How many units of a product the order waits for. */
export function unitsWaitingFor({ lines }: Order, sku: Sku): number {
  return lines.filter((line) => line.sku === sku).reduce((sum, { backordered }) => sum + backordered, 0);
}

/** The order with units that it has waited for: they are held for it, and are to be shipped. */
export function fillBackorder(order: Order, sku: Sku, units: readonly Allocation[], context: ChangeContext): Order {
  const lines = order.lines.map((line) =>
    line.sku === sku ? withHeld({ ...line, backordered: line.backordered - unitsOf(units) }, units) : line,
  );
  return nextOrder(order, { ...order, lines }, context);
}
