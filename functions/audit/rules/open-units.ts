import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { type Reservation, unitsHeldBy } from "../../inventory/rules/reservation.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import { openUnits } from "../../orders/rules/line.ts";
import type { Order } from "../../orders/rules/order.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { type Violation, violationsOf } from "./rule.ts";
import { reservedEqualsOpen } from "./stock-rules.ts";

/** The count so far of a stock's units in reservations and open order lines. */
export const Count = z.strictObject({
  sku: Sku,
  /** The stock's version before the count. */
  version: z.int(),
  open: z.int(),
  /** An order took a reservation of it over while it was counted, or shortly before: its units may be counted twice. */
  mayBeTwice: z.exactOptional(z.literal(true)),
  /** `reserved - open` of the first count; present in the second. */
  differenceBefore: z.exactOptional(z.int()),
});
export type Count = z.output<typeof Count>;

/** Adds what these reservations hold to the counts. */
export function addReservedUnits(counts: readonly Count[], reservations: readonly Reservation[]): Count[] {
  const held = reservations.flatMap(unitsHeldBy);
  return counts.map((count) => {
    const units = held.filter(({ sku }) => sku === count.sku);
    return { ...count, open: units.reduce((sum, { quantity }) => sum + quantity, count.open) };
  });
}

/** An order may be stored this long after the time that it bears: the time of its function, and what clocks differ by. */
const MAX_SECONDS_UNTIL_STORED = 60;

/**
 * Adds the open lines of these orders to the counts.
 * @param since when the reservations began to be counted
 */
export function addOpenUnits(counts: readonly Count[], orders: readonly Order[], since?: Timestamp): Count[] {
  const lines = orders.flatMap((order) => order.lines);
  const takenOver = new Set(orders.filter((order) => tookOver(order, since)).flatMap(skusIn));
  return counts.map((count) => {
    const units = lines.filter(({ sku }) => sku === count.sku).map(openUnits);
    const open = units.reduce((sum, quantity) => sum + quantity, count.open);
    return { ...count, open, ...(takenOver.has(count.sku) && { mayBeTwice: true }) };
  });
}

/** Whether the order's reservation may have been counted, too: no stock changes when an order takes one over. */
function tookOver({ reservationId, createdAt }: Order, since: Timestamp | undefined): boolean {
  if (reservationId === undefined || since === undefined) return false;
  return createdAt >= secondsAfter(since, -MAX_SECONDS_UNTIL_STORED);
}

function skusIn({ lines }: Order): Sku[] {
  return lines.map(({ sku }) => sku);
}

export interface Comparison {
  readonly violations: readonly Violation[];
  /** Changed during the count. */
  readonly unsettled: readonly Sku[];
  /** To be counted a second time. */
  readonly suspects: readonly Count[];
}

/**
 * Compares finished counts with the current stocks. What is held and stock change in one transaction: if the stock's
 * version has not changed, no units of it were held or let go of, and the count must be exact, unless a reservation became
 * an order. An index may lag behind, so a difference is a violation only if a second count finds it again.
 */
export function compareCounts(counts: readonly Count[], stocks: ReadonlyMap<Sku, Stock>): Comparison {
  const violations: Violation[] = [];
  const unsettled: Sku[] = [];
  const suspects: Count[] = [];
  for (const { sku, version, open, mayBeTwice = false, differenceBefore } of counts) {
    const stock = stocks.get(sku);
    if (stock?.version !== version) {
      unsettled.push(sku);
      continue;
    }
    const { reserved } = stock;
    const difference = reserved - open;
    if (difference === 0) continue;
    if (mayBeTwice) unsettled.push(sku);
    else if (differenceBefore === undefined) suspects.push({ sku, version, open: 0, differenceBefore: difference });
    else if (difference === differenceBefore)
      violations.push(...violationsOf([reservedEqualsOpen], sku, { reserved, open }));
    else unsettled.push(sku);
  }
  return { violations, unsettled, suspects };
}
