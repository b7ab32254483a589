import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Payment } from "./payment.ts";

/** What happened to an order's payment between two versions of the order. */
export function paymentEvents(orderId: string, before: Payment | undefined, after: Payment): DomainEvent[] {
  if (before?.status === after.status) return [];
  const { amount, provider, declineReason } = after;
  switch (after.status) {
    case "AUTHORIZED":
      return [{ type: "PaymentAuthorized", data: { orderId, amount, provider } }];
    case "DECLINED":
      return [{ type: "PaymentDeclined", data: { orderId, amount, reason: declineReason ?? "declined" } }];
    case "CAPTURED":
      return [
        { type: "PaymentCaptured", data: { orderId, amount: { amount: after.captured, currency: amount.currency } } },
      ];
    case "VOIDED":
      return [{ type: "PaymentVoided", data: { orderId, amount } }];
    case "EXPIRED":
      return [{ type: "PaymentExpired", data: { orderId, amount } }];
    default:
      return [];
  }
}
