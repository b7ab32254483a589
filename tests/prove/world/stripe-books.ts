import type { StripeFake } from "../../stripe-fake/stripe-fake.ts";
import type { BankPayment, BankRefund } from "./bank-payment.ts";

type Account = StripeFake["account"];
type Intent = Account["intents"] extends ReadonlyMap<string, infer Entry> ? Entry : never;

/** Every PaymentIntent in the fake's books. */
export function stripePayments({ account }: StripeFake): BankPayment[] {
  return [...account.intents.values()].map((intent) => ({
    orderId: intent.metadata.order ?? "",
    key: intent.metadata.attempt ?? "",
    reference: intent.id,
    status: statusOf(intent),
    amount: intent.amount,
    captured: intent.amountReceived,
    refunds: refundsOf(account, intent),
  }));
}

function statusOf({ status, lastError, amountReceived, cancellationReason }: Intent): BankPayment["status"] {
  switch (status) {
    case "requires_payment_method":
      return lastError ? "DECLINED" : "UNCONFIRMED";
    case "requires_confirmation":
      return "UNCONFIRMED";
    case "requires_action":
      return "ACTION_REQUIRED";
    case "requires_capture":
      return "AUTHORIZED";
    case "succeeded":
      return "CAPTURED";
    case "canceled":
      if (amountReceived > 0) return "CAPTURED";
      return cancellationReason === "automatic" ? "EXPIRED" : "VOIDED";
  }
}

/** Without what Stripe shows as refunded though it was never captured: a hold that was let go of. */
function refundsOf({ refunds }: Account, { id }: Intent): BankRefund[] {
  return [...refunds.values()]
    .filter(({ intent, isRelease }) => intent === id && !isRelease)
    .map(({ amount, status, metadata }) => ({
      amount,
      ...(metadata.refund !== undefined && { key: metadata.refund }),
      ...((status === "failed" || status === "canceled") && { failed: true }),
    }));
}
