import type { Sku } from "../inventory/rules/product.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import type { Put } from "../platform/table/conditional-write.ts";
import { write } from "../platform/table/write.ts";
import { createHistory, replaceOrder } from "./order-table.ts";
import { movedHistory } from "./rules/history.ts";
import type { Order } from "./rules/order.ts";
import { stockMoves } from "./stock-moves.ts";

/** What a version of an order is stored with, beside what follows from it. */
export interface WrittenWith {
  /** The stocks that units were given from to an order that waited for them. */
  readonly decidedOn?: ReadonlyMap<Sku, Stock>;
  /** Further items in the same transaction. */
  readonly also?: readonly Put[];
}

/**
 * Stores the next version of an order, with all that goes with it, in one transaction: stock that moves, and history that
 * its item has no room for.
 * @throws OrderChangedError where another write was faster; 409 `out_of_stock` where units that were added are not there
 */
export function writeOrder(before: Order, next: Order, { decidedOn, also = [] }: WrittenWith = {}): Promise<void> {
  const moved = movedHistory(before, next);
  const history = moved ? [createHistory(next, moved)] : [];
  return write([replaceOrder(next), ...history, ...also, ...stockMoves(before, next, decidedOn)]);
}
