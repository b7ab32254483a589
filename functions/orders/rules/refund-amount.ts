import type { Sku } from "../../inventory/rules/product.ts";
import type { Units } from "../../inventory/rules/stock.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { type Amounts, amountOfUnits, sumOf } from "./amount-of-units.ts";
import { discountedLines, type OrderToPrice } from "./pricing.ts";

/** Units of a line that are to be refunded. */
export interface UnitsToRefund extends Units {
  /** How many units of the line were refunded before. */
  readonly refundedBefore: number;
}

/** What is refunded for units: all of them, and each entry in the order of the request. */
export interface Refund extends Amounts {
  readonly lines: readonly (Amounts & { readonly sku: Sku })[];
}

export const unknownLine = problem(422, "unknown_line", "The order has no line with this SKU.");
export const tooManyUnits = problem(409, "too_many_units", "The line has fewer units left.");

/**
 * What units were sold for: after their discount, tax included, with the tax in it. Charges are not part of it; a shop
 * that gives shipping back refunds an amount.
 *
 * @throws 422 for a SKU without a line, 409 for more units than are neither cancelled nor refunded
 */
export function refundAmount(order: OrderToPrice, units: readonly UnitsToRefund[]): Refund {
  const lines = new Map(discountedLines(order).map((line) => [line.sku, line]));
  const taken = new Map<Sku, number>();
  const refunds = units.map(({ sku, quantity, refundedBefore }, index) => {
    const line = lines.get(sku);
    if (!line) throw lineUnknown(sku, index);
    const from = refundedBefore + (taken.get(sku) ?? 0);
    const left = line.quantity - line.cancelled - from;
    if (quantity > left) throw unitsExceeded(sku, index, quantity, left);
    taken.set(sku, (taken.get(sku) ?? 0) + quantity);
    return { sku, ...amountOfUnits(line, from, from + quantity) };
  });
  return { ...sumOf(refunds), lines: refunds };
}

function lineUnknown(sku: Sku, index: number) {
  return problemError(unknownLine, `The order has no line with the SKU ${sku}. Refund lines of this order.`, {
    errors: [{ path: `lines.${index}.sku`, message: `${sku} is not in the order` }],
  });
}

function unitsExceeded(sku: Sku, index: number, quantity: number, left: number) {
  return problemError(
    tooManyUnits,
    `${quantity} units of ${sku} are to be refunded, and ${left} are neither cancelled nor refunded. Refund at most ${left}.`,
    { errors: [{ path: `lines.${index}.quantity`, message: `must be at most ${left}` }] },
  );
}
