import type { Sku } from "../inventory/rules/product.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import { write } from "../platform/table/write.ts";
import { createHistory, replaceOrder } from "./order-table.ts";
import { movedHistory } from "./rules/history.ts";
import type { Order } from "./rules/order.ts";
import { stockMoves } from "./stock-moves.ts";

/**
 * Stores the next version of an order, with all that goes with it, in one transaction: stock that moves, and history that
 * its item has no room for.
 * @param decidedOn the stocks that units were given from to an order that waited for them
 * @throws OrderChangedError where another write was faster; 409 `out_of_stock` where units that were added are not there
 */
export function writeOrder(before: Order, next: Order, decidedOn?: ReadonlyMap<Sku, Stock>): Promise<void> {
  const moved = movedHistory(before, next);
  return write([
    replaceOrder(next),
    ...(moved ? [createHistory(next, moved)] : []),
    ...stockMoves(before, next, decidedOn),
  ]);
}
