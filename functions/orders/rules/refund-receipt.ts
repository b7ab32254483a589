import type { Sku } from "../../inventory/rules/product.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { refundedUnits, refundInParts } from "./give-back.ts";
import { refundsOf } from "./instructions.ts";
import type { Order } from "./order.ts";
import { refundAmount } from "./refund-amount.ts";
import { type Receipt, unitsReceived } from "./return.ts";

export const shippingNotRefundable = problem(
  409,
  "shipping_not_refundable",
  "The shipping charge cannot be given back.",
);

/**
 * The order with what was received of a return to be given back, of the oldest capture first, and at most what is left. A
 * refund of a disputed capture waits for the end of the dispute.
 * @throws 409 `shipping_not_refundable`; 422 `too_many_payments`
 */
export function refundReceipt(order: Order, returnNumber: number, receipt: Receipt, refundShipping: boolean): Order {
  const shipping = refundShipping ? requireShippingCharge(order, receipt) : 0;
  if (receipt.refund === "manual") return order;
  const lines = receipt.lines
    .map((line) => ({ sku: line.sku, quantity: unitsToRefund(order, line.sku, unitsReceived(line)) }))
    .filter(({ quantity }) => quantity > 0);
  const units = lines.map((line) => ({ ...line, refundedBefore: refundedUnits(refundsOf(order), line.sku) }));
  return refundInParts(order, refundAmount(order, units).total + shipping, {
    returnNumber,
    ...(lines.length > 0 && { lines }),
    ...(shipping > 0 && { shipping }),
  });
}

/**
 * How many of the units that came with the newest receipt are refunded: not those that were refunded before they came. A
 * refund by hand of units is taken to be of those that came back undelivered or are received without a refund, then of
 * those that come first.
 */
function unitsToRefund(order: Order, sku: Sku, came: number): number {
  const refunds = refundsOf(order);
  const byHand = refundedUnits(
    refunds.filter(({ returnNumber }) => returnNumber === undefined),
    sku,
  );
  const byReturns = refundedUnits(refunds, sku) - byHand;
  const forAPersonToRefund = undeliveredUnits(order, sku) + receivedUnits(order, sku, "manual");
  const inAdvance = Math.max(0, byHand - forAPersonToRefund);
  return Math.max(0, Math.min(came, receivedUnits(order, sku, "auto") - inAdvance - byReturns));
}

/** Units of a product that came back with their parcel. */
function undeliveredUnits({ lines }: Order, sku: Sku): number {
  return lines.filter((line) => line.sku === sku).reduce((sum, { undelivered }) => sum + undelivered, 0);
}

/** Units of a product that came with receipts of this kind. */
function receivedUnits({ returns }: Order, sku: Sku, refund: Receipt["refund"]): number {
  return returns
    .flatMap(({ receipts }) => receipts.filter((receipt) => receipt.refund === refund))
    .flatMap(({ lines }) => lines.filter((line) => line.sku === sku))
    .reduce((sum, line) => sum + unitsReceived(line), 0);
}

/** Minor units of the order's shipping charges. @throws 409 `shipping_not_refundable`. */
function requireShippingCharge(order: Order, { refund }: Receipt): number {
  const charged = order.charges
    .filter(({ kind }) => kind === "shipping")
    .reduce((total, { amount }) => total + amount, 0);
  const given = refundsOf(order).find(({ shipping }) => shipping !== undefined);
  if (refund === "auto" && charged > 0 && !given) return charged;
  throw problemError(shippingNotRefundable, `${whyNot(order, refund, charged)} Leave refundShipping out.`, {
    errors: [{ path: "refundShipping", message: "must be false or left out" }],
  });
}

function whyNot({ id }: Order, refund: Receipt["refund"], charged: number): string {
  if (refund === "manual") return "What is received of this return is refunded by hand, and so is the shipping charge.";
  if (charged === 0) return `The order ${id} has no shipping charge.`;
  return `The shipping charge of ${id} was given back with another receipt already.`;
}
