import type Stripe from "stripe";
import type { ProviderDispute } from "../payment-provider.ts";
import { capturedOf, chargeOf } from "./read-intent.ts";
import { fromStripeAmount } from "./stripe-amounts.ts";

/** The disputes of a payment, the oldest first. */
export async function readDisputes(stripe: Stripe, intent: Stripe.PaymentIntent): Promise<readonly ProviderDispute[]> {
  if (!chargeOf(intent)?.disputed) return [];
  const disputes: ProviderDispute[] = [];
  for await (const dispute of stripe.disputes.list({ payment_intent: intent.id, limit: 100 })) {
    const status = statusOf(dispute);
    if (status) disputes.unshift({ reference: dispute.id, amount: amountOf(dispute, intent), status });
  }
  return disputes;
}

/**
 * A dispute takes the money at once, and a won one gives it back. An inquiry (`warning_…`) comes before a dispute and takes
 * nothing, and a refund ends it; a prevented one never became a dispute: no refund waits for either
 * (https://docs.stripe.com/disputes/how-disputes-work).
 */
function statusOf({ status }: Stripe.Dispute): ProviderDispute["status"] | undefined {
  switch (status) {
    case "needs_response":
    case "under_review":
      return "OPEN";
    case "won":
      return "WON";
    case "lost":
      return "LOST";
    default:
      return undefined;
  }
}

/**
 * "Usually the amount of the charge, but it can differ" (https://docs.stripe.com/api/disputes/object#dispute_object-amount):
 * no more than was captured, and in another currency all of it.
 */
function amountOf({ amount, currency }: Stripe.Dispute, intent: Stripe.PaymentIntent): number {
  const captured = capturedOf(intent);
  return currency === intent.currency ? Math.min(fromStripeAmount(amount, currency.toUpperCase()), captured) : captured;
}
