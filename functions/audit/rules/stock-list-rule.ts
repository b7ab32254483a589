import type { Product } from "../../inventory/rules/product.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import { stockEntry } from "../../inventory/rules/stock-lists.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import type { Rule } from "./rule.ts";

/** A product and its stock, from the same moment. */
export interface ProductAndStock {
  readonly product: Product;
  readonly stock: Stock;
}

export const stockListRule: Rule<ProductAndStock> = {
  name: "stock is listed by its level",
  sentence:
    "once the events of its last change are handled, a stock is in the list of its level, or in none with plenty",
  check: ({ product, stock }) => {
    const { list, position } = stockEntry(stock, product.status);
    if (stock.list === list && stock.position === position) return [];
    return [`${stock.available} available, listed in ${stock.list ?? "none"} instead of ${list ?? "none"}`];
  },
};

/** Ten minutes are enough for an event to be handled. */
const HANDLED_WITHIN_SECONDS = 600;

/** Whether the events of the last change of product and stock are handled by now. */
export function isHandled({ product, stock }: ProductAndStock, now: Timestamp): boolean {
  return [product, stock].every(({ updatedAt }) => secondsAfter(updatedAt, HANDLED_WITHIN_SECONDS) < now);
}
