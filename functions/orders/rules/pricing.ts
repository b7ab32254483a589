import type { Sku } from "../../inventory/rules/product.ts";
import { MAX_AMOUNT, spellMoney } from "../../platform/values/money.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { type Amounts, amountOfUnits, amountsOf, type DiscountedLine, sumOf } from "./amount-of-units.ts";
import { totalTooLarge } from "./order.ts";
import type { Charge, Discount } from "./price-parts.ts";
import { spreadDiscount } from "./spread-discount.ts";

export interface LineToPrice extends Omit<DiscountedLine, "discount"> {
  readonly sku: Sku;
  readonly cancelled: number;
}

/** What an order's price depends on. No two lines have the same SKU. */
export interface OrderToPrice {
  readonly currency: string;
  readonly lines: readonly LineToPrice[];
  readonly charges: readonly Charge[];
  readonly discounts: readonly Discount[];
}

/** In minor units; every amount includes tax, net ones excepted. total = subtotal - discountTotal + chargeTotal. */
export interface OrderPrice {
  /** In the order of the lines: the units that are not cancelled. */
  readonly lines: readonly Amounts[];
  /** In the order of the charges. */
  readonly charges: readonly Amounts[];
  /** The lines before discounts. */
  readonly subtotal: number;
  readonly discountTotal: number;
  readonly chargeTotal: number;
  readonly taxTotal: number;
  readonly total: number;
}

export const discountTooLarge = problem(422, "discount_too_large", "The discounts exceed the sum of the lines.");

/**
 * What an order costs now.
 *
 * Discounts reduce lines, never charges, as in Medusa and Shopify: who gives free shipping leaves the charge out. Their
 * sum is spread over the lines as they were placed, so that a cancelled unit takes its own part of the discount with it
 * and the other lines stay as they are; units added later have no discount. Tax is computed for each line and charge,
 * after the discount. Charges stay when units are cancelled, and are gone with the last unit.
 *
 * @throws 422 where the discounts exceed the lines as placed, or the order as ordered exceeds MAX_AMOUNT
 */
export function priceOrder(order: OrderToPrice): OrderPrice {
  const lines = discountedLines(order).map((line) => amountOfUnits(line, 0, line.quantity - line.cancelled));
  const charges = chargesDue(order).map(({ amount, taxRate }) => amountsOf(amount, 0, taxRate));
  const ofLines = sumOf(lines);
  const ofCharges = sumOf(charges);
  return {
    lines,
    charges,
    subtotal: ofLines.gross,
    discountTotal: ofLines.discount,
    chargeTotal: ofCharges.total,
    taxTotal: ofLines.tax + ofCharges.tax,
    total: ofLines.total + ofCharges.total,
  };
}

/** The lines with their shares of the discounts. @throws like priceOrder */
export function discountedLines(order: OrderToPrice): (LineToPrice & DiscountedLine)[] {
  const { lines, charges, discounts } = order;
  const placed = lines.map(({ unitPrice, quantity, added = 0 }) => unitPrice * (quantity - added));
  const discount = sum(discounts.map(({ amount }) => amount));
  requireCovered(discount, sum(placed), order.currency);
  const subtotal = sum(lines.map(({ unitPrice, quantity }) => unitPrice * quantity));
  const total = subtotal - discount + sum(charges.map(({ amount }) => amount));
  if (Math.max(subtotal, total) > MAX_AMOUNT) throw tooLarge(order.currency);
  const shares = spreadDiscount(discount, placed);
  return lines.map((line, index) => ({ ...line, discount: shares[index] ?? 0 }));
}

function chargesDue({ lines, charges }: OrderToPrice): readonly Charge[] {
  const hasUnits = lines.some(({ quantity, cancelled }) => cancelled < quantity);
  return hasUnits ? charges : charges.map((charge) => ({ ...charge, amount: 0 }));
}

function requireCovered(discount: number, placed: number, currency: string) {
  if (discount <= placed) return;
  const message = `must be at most the sum of the lines, ${spellMoney({ amount: placed, currency })}, together`;
  throw problemError(
    discountTooLarge,
    `The discounts are ${spellMoney({ amount: discount, currency })} together, and the lines cost ${spellMoney({ amount: placed, currency })}. Discounts do not reduce charges: give a smaller discount.`,
    { errors: [{ path: "discounts", message }] },
  );
}

function tooLarge(currency: string) {
  const most = spellMoney({ amount: MAX_AMOUNT, currency });
  return problemError(
    totalTooLarge,
    `An order may cost at most ${most}, before discounts and in total. Split the order.`,
  );
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
