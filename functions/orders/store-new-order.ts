import { readSupply } from "../inventory/read-supply.ts";
import type { Supply } from "../inventory/rules/allocate.ts";
import { outOfStock } from "../inventory/rules/stock.ts";
import { StockChangedError } from "../inventory/stock-table.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import type { Put } from "../platform/table/conditional-write.ts";
import { write } from "../platform/table/write.ts";
import { isProblem } from "../platform/values/problems.ts";
import { requested } from "./change-context.ts";
import { createOrder, OrderChangedError, OrderExistsError } from "./order-table.ts";
import { firstVersionOf, type ShortageRules } from "./rules/first-version.ts";
import type { Order } from "./rules/order.ts";
import { stockMoves } from "./stock-moves.ts";

export interface StoredOrder {
  readonly order: Order;
  /** A racing request with the same idempotency key was faster: `order` is the one that it stored. */
  readonly replayed: boolean;
}

/** What is written in one transaction with a new order. */
export type StoredWith = (order: Order) => Promise<readonly Put[]>;

const noOther: StoredWith = async () => [];

/**
 * Stores a draft and reserves its stock, queues it for stock, or stores it as FAILED. Where the stock changes
 * between the read and the write, it is read again and decided again.
 * @throws 503 `unavailable` where the stock keeps changing
 */
export async function storeNewOrder(
  draft: Order,
  supplyRead: Supply,
  rules: ShortageRules,
  storedWith: StoredWith = noOther,
): Promise<StoredOrder> {
  let supply: Supply | undefined = supplyRead;
  const decideAndStore = async () => {
    const decidedOn = supply ?? (await readSupply(draft.lines));
    supply = undefined;
    const order = firstVersionOf(draft, decidedOn, rules, requested());
    await storeInOneTransaction(order, decidedOn, await storedWith(order));
    return order;
  };
  try {
    return {
      order: await retryOnConflict("stock of this order's products", decideAndStore, isChanged),
      replayed: false,
    };
  } catch (error) {
    return { order: orderStoredFirst(error), replayed: true };
  }
}

/** No order exists without its units, and no units are reserved without their order. */
function storeInOneTransaction(order: Order, { stocks }: Supply, others: readonly Put[]): Promise<void> {
  return write([createOrder(order), ...stockMoves(undefined, order, stocks), ...others]);
}

function isChanged(error: unknown): boolean {
  return isProblem(error, outOfStock) || error instanceof StockChangedError || error instanceof OrderChangedError;
}

function orderStoredFirst(error: unknown): Order {
  if (error instanceof OrderExistsError) return error.order;
  throw error;
}
