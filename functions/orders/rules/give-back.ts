import type { Sku } from "../../inventory/rules/product.ts";
import type { Units } from "../../inventory/rules/stock.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { captures, isDisputed, refundable, refundsOf } from "./instructions.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import type { Instruction } from "./payment.ts";
import { namesOf, type PaymentRequest, requireAtMost, tooMany } from "./payment-requests.ts";
import { refundAmount } from "./refund-amount.ts";
import { refund } from "./settle-captures.ts";

export const paymentDisputed = problem(409, "payment_disputed", "The customer's bank disputes the payment.");
export const nothingToRefund = problem(409, "nothing_to_refund", "No money of the order can be given back.");

export const MAX_REFUNDS = 50;

/** Money to be given back: an amount, what lines cost, or without both all that is left. */
export interface RefundRequest extends PaymentRequest {
  /** Minor units. */
  readonly amount: number | undefined;
  readonly lines: readonly Units[] | undefined;
  readonly reason: string;
}

/**
 * Gives captured money back, of the oldest capture first. What was recorded by hand waits for a person to give it back.
 * @throws 409 where there is not so much left, or a dispute is open; 422 for a SKU that is not in the order
 */
export function giveBack(order: Order, request: RefundRequest, context: ChangeContext): Order {
  requireUndisputed(order);
  const taken = captures(order, "DONE");
  const most = taken.reduce((sum, one) => sum + refundable(order, one), 0);
  const lines = request.lines?.map(({ sku, quantity }) => ({ sku, quantity }));
  const amount = lines
    ? refundAmount(
        order,
        lines.map((one) => withRefundedBefore(order, one)),
      ).total
    : (request.amount ?? most);
  if (most <= 0 || amount === 0) throw nothingToGiveBack(order, most);
  requireAtMost(order, amount, most, "can be given back", lines ? "lines" : "amount");
  const given = refundInParts(order, amount, { ...namesOf(request), note: request.reason, ...(lines && { lines }) });
  return nextOrder(order, given, context);
}

/** What a refund is for. Where several captures have a part in it, the first has what must not be counted twice. */
export type RefundDetails = Partial<
  Pick<Instruction, "request" | "fingerprint" | "note" | "lines" | "returnNumber" | "shipping">
>;

/**
 * The order with an amount to be given back, of the oldest capture first, and at most what is left of all.
 * @throws 422 `too_many_payments`
 */
export function refundInParts(order: Order, amount: number, details: RefundDetails): Order {
  const { lines: _, shipping: __, ...ofLater } = details;
  let left = amount;
  return captures(order, "DONE").reduce((changed, one) => {
    const part = Math.min(left, refundable(changed, one));
    if (part <= 0) return changed;
    if (changed === order) requireFewRefunds(order);
    left -= part;
    return refund(changed, one, part, changed === order ? details : ofLater);
  }, order);
}

/** @throws 422 `too_many_payments` */
function requireFewRefunds(order: Order): void {
  const refunds = order.payment.instructions.filter(({ kind }) => kind === "REFUND").length;
  if (refunds >= MAX_REFUNDS) throw tooMany(order, `${MAX_REFUNDS} refunds`);
}

/** Units of a product that these refunds pay back. */
export function refundedUnits(refunds: readonly Instruction[], sku: Sku): number {
  const units = refunds.flatMap(({ lines = [] }) => lines).filter((line) => line.sku === sku);
  return units.reduce((sum, { quantity }) => sum + quantity, 0);
}

function withRefundedBefore(order: Order, units: Units) {
  return { ...units, refundedBefore: refundedUnits(refundsOf(order), units.sku) };
}

function requireUndisputed({ id, payment }: Order): void {
  if (!payment.attempts.some(isDisputed)) return;
  throw problemError(
    paymentDisputed,
    `The customer's bank disputes the payment of ${id}: what it decides would be given back twice. Answer the dispute at the provider.`,
  );
}

function nothingToGiveBack({ id }: Order, most: number) {
  const why = most > 0 ? "these units cost nothing" : "nothing is captured, or all of it was given back";
  return problemError(nothingToRefund, `Nothing can be given back for ${id}: ${why}.`);
}
