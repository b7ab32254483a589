import { spellMoney } from "../../platform/values/money.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import { end } from "./end-order.ts";
import { amountDue, mayStillBePaid } from "./instructions.ts";
import type { Failure, Order } from "./order.ts";
import { isOpenOrder } from "./order-lists.ts";
import { orderTotal } from "./total.ts";

/** Whether the order calls for money that nothing may still pay. */
export function isUnpaid(order: Order): boolean {
  return isOpenOrder(order) && amountDue(order) > 0 && !mayStillBePaid(order);
}

/** The order that nothing may still pay: it waits for another payment, and after that it ends. */
export function endIfUnpaid(order: Order, now: Timestamp): Order {
  if (!isUnpaid(order) || isHeld(order, now)) return order;
  if (order.status === "PENDING") return { ...end(order, "FAILED"), failure: failureOf(order) };
  const cancelled = end(order, "CANCELLED");
  const reason = "Its payment ran out, and it was not paid again in time.";
  return { ...cancelled, cancellation: { reason, actor: "system", at: now } };
}

/** Whether it keeps its stock without a payment for now. */
function isHeld({ holdUntil }: Order, now: Timestamp): boolean {
  return holdUntil !== undefined && now < holdUntil;
}

/** Why an order that was never paid fails: what became of its newest attempt. */
function failureOf(order: Order): Failure {
  const attempt = order.payment.attempts.at(-1);
  if (!attempt) {
    return { reason: "PAYMENT_NOT_RECEIVED", detail: `No payment was recorded until ${order.holdUntil}.` };
  }
  const { declineReason, askUntil } = attempt;
  return declineReason === undefined
    ? { reason: "PAYMENT_UNAVAILABLE", detail: `The payment provider gave no answer until ${askUntil}.` }
    : {
        reason: "PAYMENT_DECLINED",
        detail: `The payment of ${spellMoney(orderTotal(order))} was declined: ${declineReason}.`,
      };
}
