import type { Units } from "../../inventory/rules/stock.ts";
import { amountOfUnits } from "./amount-of-units.ts";
import { discountedLines, type OrderToPrice, priceOrder } from "./pricing.ts";

/** Units of a line in a parcel. */
export interface ParcelUnits extends Units {
  /** How many units of the line are in the parcels captured before. */
  readonly sentBefore: number;
}

export interface ParcelPlace {
  readonly isFirst: boolean;
  /** After it nothing of the order is open. */
  readonly isLast: boolean;
  /** What was captured of the order, or is going to be, without this parcel. */
  readonly capturedBefore: number;
}

/**
 * What is captured when a parcel leaves: its units, and the order's charges with the first one. The last parcel takes
 * the exact rest of the order's total, so it makes up for amounts that were captured in another way; no parcel takes
 * more than the rest.
 */
export function parcelAmount(order: OrderToPrice, units: readonly ParcelUnits[], place: ParcelPlace): number {
  const { total, chargeTotal } = priceOrder(order);
  const rest = Math.max(0, total - place.capturedBefore);
  if (place.isLast) return rest;
  const amount = (place.isFirst ? chargeTotal : 0) + amountOf(order, units);
  return Math.min(rest, amount);
}

function amountOf(order: OrderToPrice, units: readonly ParcelUnits[]): number {
  const lines = new Map(discountedLines(order).map((line) => [line.sku, line]));
  return units.reduce((sum, { sku, quantity, sentBefore }) => {
    const line = lines.get(sku);
    if (!line) throw new RangeError(`A parcel holds ${sku}, which is not in the order.`);
    return sum + amountOfUnits(line, sentBefore, sentBefore + quantity).total;
  }, 0);
}
