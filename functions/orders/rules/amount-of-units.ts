import { taxWithin } from "../../platform/values/money.ts";

/** What units or a charge cost, in minor units: total = gross - discount = net + tax. */
export interface Amounts {
  /** Before the discount, tax included. */
  readonly gross: number;
  readonly discount: number;
  /** After the discount, tax included. */
  readonly total: number;
  readonly net: number;
  readonly tax: number;
}

/** A line with its share of the order's discounts. */
export interface DiscountedLine {
  /** All units ever ordered, the cancelled ones included. */
  readonly quantity: number;
  /** How many of them an edit added after placing: they have no part in the discounts. */
  readonly added?: number;
  /** Minor units, tax included. */
  readonly unitPrice: number;
  /** Basis points. */
  readonly taxRate: number;
  readonly discount: number;
}

/**
 * What the units from position `from` up to, not including, position `to` cost. Of a line's units
 * - the first ones are shipped, and refunded, first: the next n are at (shipped, shipped + n);
 * - the last ones are cancelled first: the next n are at (open end - n, open end), open end = quantity - cancelled.
 *
 * Amounts are differences of running totals: the discount and the net amount of the first k units are each rounded half
 * up. So any parts that make up a line add up to it exactly, in whatever order they come, and n units cost the same
 * wherever they are, within one minor unit.
 */
export function amountOfUnits(line: DiscountedLine, from: number, to: number): Amounts {
  if (!(0 <= from && from <= to && to <= line.quantity)) {
    throw new RangeError(`A line of ${line.quantity} units has no units ${from} to ${to}.`);
  }
  return subtract(amountOfFirst(line, to), amountOfFirst(line, from));
}

function amountOfFirst(line: DiscountedLine, units: number): Amounts {
  return amountsOf(line.unitPrice * units, discountOfFirst(line, units), line.taxRate);
}

function discountOfFirst({ quantity, added = 0, discount }: DiscountedLine, units: number): number {
  const placed = quantity - added;
  if (placed === 0) return 0;
  return Math.floor((2 * discount * Math.min(units, placed) + placed) / (2 * placed));
}

/** Tax is on what is paid: the amount after the discount. */
export function amountsOf(gross: number, discount: number, taxRate: number): Amounts {
  const total = gross - discount;
  const tax = taxWithin(total, taxRate);
  return { gross, discount, total, net: total - tax, tax };
}

function subtract(upTo: Amounts, before: Amounts): Amounts {
  return {
    gross: upTo.gross - before.gross,
    discount: upTo.discount - before.discount,
    total: upTo.total - before.total,
    net: upTo.net - before.net,
    tax: upTo.tax - before.tax,
  };
}

export function sumOf(parts: readonly Amounts[]): Amounts {
  return parts.reduce(
    (sum, { gross, discount, total, net, tax }) => ({
      gross: sum.gross + gross,
      discount: sum.discount + discount,
      total: sum.total + total,
      net: sum.net + net,
      tax: sum.tax + tax,
    }),
    { gross: 0, discount: 0, total: 0, net: 0, tax: 0 },
  );
}
