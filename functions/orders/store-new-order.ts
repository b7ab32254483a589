import type { Sku } from "../inventory/rules/product.ts";
import { outOfStock, type Stock } from "../inventory/rules/stock.ts";
import { holdStock } from "../inventory/stock-table.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { write } from "../platform/table/write.ts";
import { isProblem } from "../platform/values/problems.ts";
import { requested } from "./change-context.ts";
import { createOrder, OrderExistsError } from "./order-table.ts";
import { readStocks } from "./read-for-placing.ts";
import { firstVersionOf, type OnShortage } from "./rules/draft-order.ts";
import { openUnits } from "./rules/line.ts";
import type { Order } from "./rules/order.ts";

export interface StoredOrder {
  readonly order: Order;
  /** A racing request with the same idempotency key was faster: `order` is the one that it stored. */
  readonly replayed: boolean;
}

/**
 * Stores a draft and reserves its stock, or stores it as FAILED where there is not enough. Where the stock changes
 * between the read and the write, it is read again and decided again.
 * @throws 503 `unavailable` where the stock keeps changing
 */
export async function storeNewOrder(
  draft: Order,
  stocksRead: ReadonlyMap<Sku, Stock>,
  onShortage: OnShortage,
): Promise<StoredOrder> {
  let stocks: ReadonlyMap<Sku, Stock> | undefined = stocksRead;
  const decideAndStore = async () => {
    const order = firstVersionOf(draft, stocks ?? (await readStocks(draft.lines)), onShortage, requested());
    stocks = undefined;
    await storeInOneTransaction(order);
    return order;
  };
  try {
    return {
      order: await retryOnConflict("stock of this order's products", decideAndStore, isStockChanged),
      replayed: false,
    };
  } catch (error) {
    return { order: orderStoredFirst(error), replayed: true };
  }
}

/** No order exists without its units, and no units are reserved without their order. */
function storeInOneTransaction(order: Order): Promise<void> {
  const held = order.lines.filter((line) => openUnits(line) > 0);
  return write([createOrder(order), ...held.map((line) => holdStock({ sku: line.sku, quantity: openUnits(line) }))]);
}

function isStockChanged(error: unknown): boolean {
  return isProblem(error, outOfStock);
}

function orderStoredFirst(error: unknown): Order {
  if (error instanceof OrderExistsError) return error.order;
  throw error;
}
