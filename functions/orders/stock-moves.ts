import { holdStock, releaseStock, shipStock } from "../inventory/stock-table.ts";
import type { Update } from "../platform/table/conditional-write.ts";
import type { Order } from "./rules/order.ts";

/**
 * The stock that moves with the next version of an order: units that were added are held, cancelled ones released, shipped
 * ones leave. No version ships units of a line and cancels others of it (next-order.ts).
 */
export function stockMoves(before: Order, after: Order): Update[] {
  return after.lines.flatMap(({ sku, ...line }, index) => {
    const { quantity = 0, cancelled = 0, shipped = 0 } = before.lines[index] ?? {};
    const added = line.quantity - quantity - (line.cancelled - cancelled);
    return [
      ...(added > 0 ? [holdStock({ sku, quantity: added })] : []),
      ...(added < 0 ? [releaseStock({ sku, quantity: -added })] : []),
      ...(line.shipped > shipped ? [shipStock({ sku, quantity: line.shipped - shipped })] : []),
    ];
  });
}
