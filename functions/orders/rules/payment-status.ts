import { capturedAmount, isClosing, refundedAmount } from "./instructions.ts";
import type { Order } from "./order.ts";
import { orderTotal, shownOrder } from "./total.ts";

/**
 * NOT_REQUIRED: the order costs nothing. UNKNOWN: no answer before the time limit; a late authorization may exist until
 * VOID has looked for it.
 */
export const PAYMENT_STATUSES = [
  "NOT_REQUIRED",
  "PENDING",
  "ACTION_REQUIRED",
  "AUTHORIZED",
  "DECLINED",
  "UNKNOWN",
  "VOIDED",
  "NONE",
  "EXPIRED",
  "PARTIALLY_CAPTURED",
  "CAPTURED",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** Where the order's money stands, in one word: what was captured and given back, else the newest attempt. */
export function paymentStatus(order: Order): PaymentStatus {
  return capturedAmount(order) > 0 ? statusOfCaptured(order) : statusOfAttempts(order);
}

function statusOfCaptured(order: Order): PaymentStatus {
  const captured = capturedAmount(order);
  const refunded = refundedAmount(order);
  if (refunded >= captured) return "REFUNDED";
  if (refunded > 0) return "PARTIALLY_REFUNDED";
  return captured < orderTotal(order).amount ? "PARTIALLY_CAPTURED" : "CAPTURED";
}

function statusOfAttempts(order: Order): PaymentStatus {
  const attempt = order.payment.attempts.at(-1);
  if (!attempt) {
    if (orderTotal(shownOrder(order)).amount === 0) return "NOT_REQUIRED";
    return order.status === "PENDING" ? "PENDING" : "NONE";
  }
  switch (attempt.status) {
    case "REQUESTED":
      return isClosing(order, attempt) ? "UNKNOWN" : "PENDING";
    case "ACTION_REQUIRED":
      return isClosing(order, attempt) ? "UNKNOWN" : "ACTION_REQUIRED";
    case "AUTHORIZED":
    case "EXPIRED":
      return attempt.status;
    case "DECLINED":
    case "VOIDED":
    case "CLOSED":
      if (attempt.declineReason !== undefined) return "DECLINED";
      return attempt.status === "VOIDED" ? "VOIDED" : "NONE";
    case "CAPTURED":
      return "VOIDED";
  }
}
