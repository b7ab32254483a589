import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { type Reservation, unitsHeldBy } from "../../inventory/rules/reservation.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import { unitsWaitingFor } from "../../orders/rules/backorders.ts";
import { heldUnits } from "../../orders/rules/line.ts";
import type { Order } from "../../orders/rules/order.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { type Violation, violationsOf } from "./rule.ts";
import { backorderedEqualsWaiting, queueIsWhoWaits, reservedEqualsHeld } from "./stock-rules.ts";

/** How a finished count differs from the stock, in units of each kind and in orders. */
const Difference = z.strictObject({ held: z.int(), waiting: z.int(), waiters: z.int() });
type Difference = z.output<typeof Difference>;

/** The count so far of the units of a stock in reservations and open order lines. */
export const Count = z.strictObject({
  sku: Sku,
  /** The stock's version before the count. */
  version: z.int(),
  /** Units that are held of the stock. */
  held: z.int(),
  /** Units that order lines wait for. */
  waiting: z.int(),
  /** Orders that wait for some. */
  waiters: z.int(),
  /** An order took a reservation of it over while it was counted, or shortly before: its units may be counted twice. */
  mayBeTwice: z.exactOptional(z.literal(true)),
  /** Of the first count; present in the second. */
  differenceBefore: z.exactOptional(Difference),
});
export type Count = z.output<typeof Count>;

/** Nothing is counted yet. */
export function beginCount({ sku, version }: Pick<Stock, "sku" | "version">): Count {
  return { sku, version, held: 0, waiting: 0, waiters: 0 };
}

/** Adds what these reservations hold to the counts. */
export function addReservedUnits(counts: readonly Count[], reservations: readonly Reservation[]): Count[] {
  const held = reservations.flatMap(unitsHeldBy);
  return counts.map((count) => {
    const units = held.filter(({ sku }) => sku === count.sku);
    return { ...count, held: units.reduce((sum, { quantity }) => sum + quantity, count.held) };
  });
}

/** An order may be stored this long after the time that it bears: the time of its function, and what clocks differ by. */
const MAX_SECONDS_UNTIL_STORED = 60;

/**
 * Adds what the lines of these orders hold and wait for to the counts.
 * @param since when the reservations began to be counted
 */
export function addUnitsOfOrders(counts: readonly Count[], orders: readonly Order[], since?: Timestamp): Count[] {
  const takenOver = new Set(orders.filter((order) => tookOver(order, since)).flatMap(skusIn));
  return counts.map((count) => {
    const { sku } = count;
    const held = sumOf(orders, ({ lines }) => sumOf(lines, (line) => (line.sku === sku ? heldUnits(line) : 0)));
    const waiting = orders.map((order) => unitsWaitingFor(order, sku)).filter((units) => units > 0);
    return {
      ...count,
      held: count.held + held,
      waiting: count.waiting + sumOf(waiting, (units) => units),
      waiters: count.waiters + waiting.length,
      ...(takenOver.has(sku) && { mayBeTwice: true }),
    };
  });
}

function sumOf<One>(all: readonly One[], countIn: (one: One) => number): number {
  return all.reduce((sum, one) => sum + countIn(one), 0);
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

/** What there is of the products that were counted. */
export interface Counted {
  readonly stocks: ReadonlyMap<Sku, Stock>;
  /** How many orders are in their queues; read before the stocks, and only where an order waits. */
  readonly queues: ReadonlyMap<Sku, number>;
}

/**
 * Compares finished counts with the current stocks. What is held or waited for changes with the stock in one transaction: if
 * the stock's version has not changed, nobody began or ended to hold units or to wait, and the count must be exact, unless a
 * reservation became an order. An index may lag behind, so a difference is a violation only if a second count finds it again.
 */
export function compareCounts(counts: readonly Count[], { stocks, queues }: Counted): Comparison {
  const violations: Violation[] = [];
  const unsettled: Sku[] = [];
  const suspects: Count[] = [];
  for (const count of counts) {
    const { sku, version, mayBeTwice = false, differenceBefore } = count;
    const stock = stocks.get(sku);
    if (stock?.version !== version) {
      unsettled.push(sku);
      continue;
    }
    const { reserved, backordered } = stock;
    const { held, waiting, waiters } = count;
    const queued = queues.get(sku) ?? 0;
    const difference: Difference = {
      held: reserved - held,
      waiting: backordered - waiting,
      waiters: queued - waiters,
    };
    if (Object.values(difference).every((units) => units === 0)) continue;
    if (mayBeTwice) unsettled.push(sku);
    else if (differenceBefore === undefined) suspects.push({ ...beginCount(stock), differenceBefore: difference });
    else if (!isDeepStrictEqual(difference, differenceBefore)) unsettled.push(sku);
    else
      violations.push(
        ...violationsOf([reservedEqualsHeld], sku, { reserved, held }),
        ...violationsOf([backorderedEqualsWaiting], sku, { backordered, waiting }),
        ...violationsOf([queueIsWhoWaits], sku, { queued, waiters }),
      );
  }
  return { violations, unsettled, suspects };
}
