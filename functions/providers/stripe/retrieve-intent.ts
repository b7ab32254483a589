import type Stripe from "stripe";
import type { PaymentAttempt, ProviderPayment } from "../payment-provider.ts";
import { findIntent } from "./find-intent.ts";
import { chargeOf, paymentOf, readIntent } from "./read-intent.ts";
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
  const [refunds, disputed] = await Promise.all([readRefunds(stripe, intent), isDisputed(stripe, intent)]);
  return { ...payment, refunds, ...(disputed && { disputed }) };
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

/**
 * A dispute is open until it is won or lost, and its payment cannot be refunded. An inquiry (`warning_…`) comes before a
 * dispute, and a refund ends it: https://docs.stripe.com/disputes/how-disputes-work.
 */
const OPEN_DISPUTES = new Set(["needs_response", "under_review"]);

async function isDisputed(stripe: Stripe, intent: Stripe.PaymentIntent): Promise<boolean> {
  if (!chargeOf(intent)?.disputed) return false;
  const { data } = await stripe.disputes.list({ payment_intent: intent.id, limit: 100 });
  return data.some(({ status }) => OPEN_DISPUTES.has(status));
}
