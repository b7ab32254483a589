import type Stripe from "stripe";
import type { PaymentAttempt, ProviderPayment } from "../payment-provider.ts";
import { findIntent } from "./find-intent.ts";
import { readDisputes } from "./read-disputes.ts";
import { paymentOf, readIntent } from "./read-intent.ts";
import { readRefunds } from "./refund-intent.ts";
import { toStripeAmount } from "./stripe-amounts.ts";
import { isAboutPayment, stripeFailure } from "./stripe-failure.ts";

/**
 * How Stripe knows the attempt. Without its id, the look may make the intent, which holds nothing: that answers for
 * certain, which Stripe's search does not (https://docs.stripe.com/search#data-freshness).
 */
export async function retrieveIntent(stripe: Stripe, attempt: PaymentAttempt): Promise<ProviderPayment | undefined> {
  const id = await findSeen(stripe, attempt);
  if (id === undefined) return undefined;
  const intent = await readIntent(stripe, id);
  const payment = paymentOf(intent);
  const [refunds, disputes] = await Promise.all([readRefunds(stripe, intent), readDisputes(stripe, intent)]);
  return { ...payment, refunds, ...(disputes.length > 0 && { disputes }) };
}

/** The id of the intent that Stripe had before; undefined where it had none. */
async function findSeen(stripe: Stripe, attempt: PaymentAttempt): Promise<string | undefined> {
  const asked = toStripeAmount(attempt.amount);
  if ("refusal" in asked) return undefined;
  try {
    const { id, isNew } = await findIntent(stripe, attempt, asked.amount);
    return isNew ? undefined : id;
  } catch (error) {
    const failure = stripeFailure(error);
    if (failure && isAboutPayment(failure)) return undefined;
    throw error;
  }
}
