import type { Product } from "../../inventory/rules/product.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import type { Rule } from "./rule.ts";

const nothingNegative: Rule<Stock> = {
  name: "stock is not negative",
  sentence: "available and reserved are never below 0",
  check: ({ available, reserved }) =>
    available < 0 || reserved < 0 ? [`${available} available, ${reserved} reserved`] : [],
};

const addsUp: Rule<Stock> = {
  name: "stock adds up",
  sentence: "available + reserved = all adjustments - all shipped units, for every product",
  check: ({ available, reserved, adjusted, shipped }) => {
    if (adjusted === undefined || shipped === undefined) return []; // stored before these counters existed
    return available + reserved === adjusted - shipped
      ? []
      : [`${available} available + ${reserved} reserved, but ${adjusted} adjusted - ${shipped} shipped`];
  },
};

/** Rules that a stock item must keep. */
export const stockRules: readonly Rule<Stock>[] = [nothingNegative, addsUp];

/** A product with its stock and the sum of its adjustments, all from the same moment. */
export interface ProductStock {
  readonly product: Product;
  readonly stock: Stock | undefined;
  readonly adjustments: number;
}

const productHasStock: Rule<ProductStock> = {
  name: "every product has its stock item",
  sentence: "every product has one stock item, with the product's reorder point",
  check: ({ product, stock }) => {
    if (!stock) return ["no stock item"];
    return stock.reorderPoint === product.reorderPoint
      ? []
      : [`reorder point ${product.reorderPoint} in the product, ${stock.reorderPoint} in the stock`];
  },
};

const adjustmentsAddUp: Rule<ProductStock> = {
  name: "adjustments add up",
  sentence: "a stock's `adjusted` is the sum of its adjustments",
  check: ({ stock, adjustments }) =>
    stock?.adjusted === undefined || stock.adjusted === adjustments
      ? []
      : [`adjusted is ${stock.adjusted}, the sum of the adjustments ${adjustments}`],
};

/** Rules that a product, its stock and its adjustments must keep together. */
export const productStockRules: readonly Rule<ProductStock>[] = [productHasStock, adjustmentsAddUp];

/** A stock's reserved units, and those that open order lines hold of it, at the same moment. */
export interface ReservedAndOpen {
  readonly reserved: number;
  readonly open: number;
}

export const reservedEqualsOpen: Rule<ReservedAndOpen> = {
  name: "reserved equals open lines",
  sentence: "reserved = the units of all open order lines, for every product",
  check: ({ reserved, open }) => (reserved === open ? [] : [`${reserved} reserved, ${open} open`]),
};
