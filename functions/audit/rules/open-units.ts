import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import type { Order } from "../../orders/rules/order.ts";
import { type Violation, violationsOf } from "./rule.ts";
import { reservedIsOpen } from "./stock-rules.ts";

/** A stock whose units in open order lines are being counted. */
export const Count = z.strictObject({
  sku: Sku,
  /** The stock's version before the first order was read. */
  version: z.int(),
  open: z.int(),
  /** What an earlier count was short of `reserved`: this is the second. */
  shortBefore: z.exactOptional(z.int()),
});
export type Count = z.output<typeof Count>;

/** The counts with the open lines of further orders. */
export function addOpenUnits(counts: readonly Count[], orders: readonly Order[]): Count[] {
  const open = orders.flatMap(({ lines }) => lines).filter(({ status }) => status === "RESERVED");
  return counts.map((count) => {
    const units = open.filter(({ sku }) => sku === count.sku).map(({ quantity }) => quantity);
    return { ...count, open: units.reduce((sum, quantity) => sum + quantity, count.open) };
  });
}

export interface Judgement {
  readonly violations: readonly Violation[];
  /** Moved while they were counted. */
  readonly unsettled: readonly Sku[];
  /** To be counted once more. */
  readonly suspects: readonly Count[];
}

/**
 * Judges counts once all live orders were read, by their stocks as they are now. Orders and stock change in one
 * transaction, so where the stock is still the version that it was, no order's open units of it changed meanwhile, and
 * the sum must be exact. An index may have left out what had just been written: a difference counts when it is found
 * again a moment later.
 */
export function judge(counts: readonly Count[], stocks: ReadonlyMap<Sku, Stock>): Judgement {
  const violations: Violation[] = [];
  const unsettled: Sku[] = [];
  const suspects: Count[] = [];
  for (const { sku, version, open, shortBefore } of counts) {
    const stock = stocks.get(sku);
    if (stock?.version !== version) {
      unsettled.push(sku);
      continue;
    }
    const { reserved } = stock;
    const short = reserved - open;
    if (short === 0) continue;
    if (shortBefore === undefined) suspects.push({ sku, version, open: 0, shortBefore: short });
    else if (short === shortBefore) violations.push(...violationsOf([reservedIsOpen], sku, { reserved, open }));
    else unsettled.push(sku);
  }
  return { violations, unsettled, suspects };
}
