import type { Product } from "../../inventory/rules/product.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import type { Rule } from "./rule.ts";

const nothingNegative: Rule<Stock> = {
  name: "nothing is negative",
  sentence: "no product has less than nothing available or reserved",
  check: ({ available, reserved }) =>
    available < 0 || reserved < 0 ? [`${available} available, ${reserved} reserved`] : [],
};

const addsUp: Rule<Stock> = {
  name: "stock adds up",
  sentence: "available + reserved = all adjustments - all that was shipped, for every product",
  check: ({ available, reserved, adjusted, shipped }) => {
    if (adjusted === undefined || shipped === undefined) return []; // from before these were counted
    return available + reserved === adjusted - shipped
      ? []
      : [`${available} available and ${reserved} reserved, but ${adjusted} came and ${shipped} went`];
  },
};

/** What a stock item alone can show. */
export const stockRules: readonly Rule<Stock>[] = [nothingNegative, addsUp];

/** A product with its stock and the sum of its adjustments, all of one moment. */
export interface Shelf {
  readonly product: Product;
  readonly stock: Stock | undefined;
  readonly adjustments: number;
}

const followsProduct: Rule<Shelf> = {
  name: "stock follows its product",
  sentence: "every product has one stock item, with the product's own reorder point",
  check: ({ product, stock }) => {
    if (!stock) return ["it has no stock item"];
    return stock.reorderPoint === product.reorderPoint
      ? []
      : [`the product's reorder point is ${product.reorderPoint}, its stock's ${stock.reorderPoint}`];
  },
};

const ledgerAddsUp: Rule<Shelf> = {
  name: "the ledger adds up",
  sentence: "what a stock was adjusted by in all is the sum of its adjustments",
  check: ({ stock, adjustments }) =>
    stock?.adjusted === undefined || stock.adjusted === adjustments
      ? []
      : [`adjusted by ${stock.adjusted} in all, but its adjustments come to ${adjustments}`],
};

/** What a product, its stock and its ledger show together. */
export const shelfRules: readonly Rule<Shelf>[] = [followsProduct, ledgerAddsUp];

/** A stock with the units that orders' open lines hold of it, at the same moment. */
export interface Held {
  readonly reserved: number;
  readonly open: number;
}

export const reservedIsOpen: Rule<Held> = {
  name: "reserved is what is open",
  sentence: "reserved = the units of all open order lines, for every product",
  check: ({ reserved, open }) => (reserved === open ? [] : [`${reserved} reserved, but ${open} open`]),
};
