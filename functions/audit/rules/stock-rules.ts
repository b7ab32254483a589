import type { LocationId } from "../../inventory/rules/location.ts";
import type { Product } from "../../inventory/rules/product.ts";
import { type Stock, stockAt } from "../../inventory/rules/stock.ts";
import type { Rule } from "./rule.ts";

const nothingNegative: Rule<Stock> = {
  name: "stock is not negative",
  sentence: "available and reserved are never below 0 at any location",
  check: ({ locations }) =>
    locations
      .filter(({ available, reserved }) => available < 0 || reserved < 0)
      .map(({ location, available, reserved }) => `${available} available, ${reserved} reserved at ${location}`),
};

/** Rules that a stock item must keep. */
export const stockRules: readonly Rule<Stock>[] = [nothingNegative];

/** A stock and the sums of its ledger's rows by location, from the same moment. */
export interface StockAndLedger {
  readonly stock: Stock;
  readonly sums: ReadonlyMap<LocationId, number>;
  readonly rows: number;
}

export const ledgerAddsUp: Rule<StockAndLedger> = {
  name: "the ledger adds up",
  sentence:
    "available + reserved = the sum of the ledger's rows, for every product and location; the stock counts the rows",
  check: ({ stock, sums, rows }) => {
    const locations = new Set([...stock.locations.map(({ location }) => location), ...sums.keys()]);
    const wrong = [...locations].flatMap((location) => {
      const { available, reserved } = stockAt(stock, location);
      const booked = sums.get(location) ?? 0;
      return available + reserved === booked
        ? []
        : [`${available} available + ${reserved} reserved at ${location}, but ${booked} in the ledger`];
    });
    return rows === stock.movements ? wrong : [...wrong, `${rows} rows, but ${stock.movements} counted`];
  },
};

/** A product with its stock, both from the same moment. */
export interface ProductStock {
  readonly product: Product;
  readonly stock: Stock | undefined;
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

/** Rules that a product and its stock must keep together. */
export const productStockRules: readonly Rule<ProductStock>[] = [productHasStock];

/** A stock's reserved units, and those that open order lines and reservations hold of it, at the same moment. */
export interface ReservedAndHeld {
  readonly reserved: number;
  readonly held: number;
}

export const reservedEqualsHeld: Rule<ReservedAndHeld> = {
  name: "reserved equals open lines",
  sentence: "reserved = the units that open order lines and ACTIVE reservations hold, for every product",
  check: ({ reserved, held }) => (reserved === held ? [] : [`${reserved} reserved, ${held} held`]),
};

export const backorderedEqualsWaiting: Rule<{ readonly backordered: number; readonly waiting: number }> = {
  name: "backordered equals waiting lines",
  sentence: "backordered = the units that order lines wait for, for every product",
  check: ({ backordered, waiting }) =>
    backordered === waiting ? [] : [`${backordered} backordered, ${waiting} waiting`],
};

export const queueIsWhoWaits: Rule<{ readonly queued: number; readonly waiters: number }> = {
  name: "the queue is who waits",
  sentence: "the queue of a product that orders wait for has each of them, and no other",
  check: ({ queued, waiters }) => (queued === waiters ? [] : [`${queued} orders in the queue, ${waiters} that wait`]),
};
