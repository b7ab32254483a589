import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import { openUnits } from "../../orders/rules/line.ts";
import type { Order } from "../../orders/rules/order.ts";
import { type Violation, violationsOf } from "./rule.ts";
import { reservedEqualsOpen } from "./stock-rules.ts";

/** The count so far of a stock's units in open order lines. */
export const Count = z.strictObject({
  sku: Sku,
  /** The stock's version before the count. */
  version: z.int(),
  open: z.int(),
  /** `reserved - open` of the first count; present in the second. */
  differenceBefore: z.exactOptional(z.int()),
});
export type Count = z.output<typeof Count>;

/** Adds the open lines of these orders to the counts. */
export function addOpenUnits(counts: readonly Count[], orders: readonly Order[]): Count[] {
  const lines = orders.flatMap((order) => order.lines);
  return counts.map((count) => {
    const units = lines.filter(({ sku }) => sku === count.sku).map(openUnits);
    return { ...count, open: units.reduce((sum, quantity) => sum + quantity, count.open) };
  });
}

export interface Comparison {
  readonly violations: readonly Violation[];
  /** Changed during the count. */
  readonly unsettled: readonly Sku[];
  /** To be counted a second time. */
  readonly suspects: readonly Count[];
}

/**
 * Compares finished counts with the current stocks. Orders and stock change in one transaction: if the stock's version has
 * not changed, no order's open units of it have, and the count must be exact. An index may lag behind, so a difference is
 * a violation only if a second count finds it again.
 */
export function compareCounts(counts: readonly Count[], stocks: ReadonlyMap<Sku, Stock>): Comparison {
  const violations: Violation[] = [];
  const unsettled: Sku[] = [];
  const suspects: Count[] = [];
  for (const { sku, version, open, differenceBefore } of counts) {
    const stock = stocks.get(sku);
    if (stock?.version !== version) {
      unsettled.push(sku);
      continue;
    }
    const { reserved } = stock;
    const difference = reserved - open;
    if (difference === 0) continue;
    if (differenceBefore === undefined) suspects.push({ sku, version, open: 0, differenceBefore: difference });
    else if (difference === differenceBefore)
      violations.push(...violationsOf([reservedEqualsOpen], sku, { reserved, open }));
    else unsettled.push(sku);
  }
  return { violations, unsettled, suspects };
}
