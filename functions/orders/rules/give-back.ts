import type { Units } from "../../inventory/rules/stock.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { captures, isDisputed, refundable, refundsOf } from "./instructions.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
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
  let left = lines
    ? refundAmount(
        order,
        lines.map((one) => withRefundedBefore(order, one)),
      ).total
    : (request.amount ?? most);
  if (most <= 0 || left === 0) throw nothingToGiveBack(order, most);
  requireAtMost(order, left, most, "can be given back", lines ? "lines" : "amount");
  const refunds = order.payment.instructions.filter(({ kind }) => kind === "REFUND").length;
  if (refunds >= MAX_REFUNDS) throw tooMany(order, `${MAX_REFUNDS} refunds`);
  const more = { ...namesOf(request), note: request.reason };
  const given = taken.reduce((changed, one) => {
    const amount = Math.min(left, refundable(changed, one));
    if (amount <= 0) return changed;
    const isFirst = changed === order;
    left -= amount;
    return refund(changed, one, amount, isFirst && lines ? { ...more, lines } : more);
  }, order);
  return nextOrder(order, given, context);
}

function withRefundedBefore(order: Order, units: Units) {
  const refunded = refundsOf(order)
    .flatMap(({ lines = [] }) => lines)
    .filter(({ sku }) => sku === units.sku);
  return { ...units, refundedBefore: refunded.reduce((sum, { quantity }) => sum + quantity, 0) };
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
