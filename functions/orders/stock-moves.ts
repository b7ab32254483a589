import { releaseStock, shipStock } from "../inventory/stock-table.ts";
import type { Update } from "../platform/table/conditional-write.ts";
import type { Order } from "./rules/order.ts";

/** The stock that moves with the next version of an order: cancelled units are released, shipped ones leave. */
export function stockMoves(before: Order, after: Order): Update[] {
  return after.lines.flatMap((line, index) => {
    const { cancelled = 0, shipped = 0 } = before.lines[index] ?? {};
    return [
      ...(line.cancelled > cancelled ? [releaseStock({ sku: line.sku, quantity: line.cancelled - cancelled })] : []),
      ...(line.shipped > shipped ? [shipStock({ sku: line.sku, quantity: line.shipped - shipped })] : []),
    ];
  });
}
