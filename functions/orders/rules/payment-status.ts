import { StateMachine } from "../../platform/values/state-machine.ts";
import { capturedAmount, isClosing, refundedAmount } from "./instructions.ts";
import type { Order } from "./order.ts";

export const PAYMENT_STATUSES = [
  "PENDING",
  "AUTHORIZED",
  "DECLINED",
  "UNKNOWN",
  "VOIDED",
  "NONE",
  "CAPTURED",
  "EXPIRED",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** UNKNOWN: no answer before the time limit; a late authorization may exist until VOID has looked for it. */
export const paymentStates = new StateMachine<PaymentStatus>("payment", {
  PENDING: ["AUTHORIZED", "DECLINED", "UNKNOWN"],
  UNKNOWN: ["VOIDED", "NONE"],
  AUTHORIZED: ["CAPTURED", "VOIDED", "EXPIRED"],
  CAPTURED: ["PARTIALLY_REFUNDED", "REFUNDED"],
  PARTIALLY_REFUNDED: ["REFUNDED"],
  DECLINED: [],
  VOIDED: [],
  NONE: [],
  EXPIRED: [],
  REFUNDED: [],
});

/** Where the order's money stands, in one word: what was captured and given back, else the newest attempt. */
export function paymentStatus(order: Order): PaymentStatus {
  const captured = capturedAmount(order);
  if (captured > 0) {
    const refunded = refundedAmount(order);
    if (refunded === 0) return "CAPTURED";
    return refunded < captured ? "PARTIALLY_REFUNDED" : "REFUNDED";
  }
  const attempt = order.payment.attempts.at(-1);
  if (!attempt) return "NONE";
  switch (attempt.status) {
    case "REQUESTED":
    case "ACTION_REQUIRED":
      return isClosing(order, attempt) ? "UNKNOWN" : "PENDING";
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
