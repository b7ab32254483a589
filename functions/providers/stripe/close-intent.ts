import type Stripe from "stripe";
import type { Closed, PaymentAttempt } from "../payment-provider.ts";
import { type FoundIntent, findIntent, searchIntent } from "./find-intent.ts";
import { chargeOf, readIntent, WITH_CHARGE, wasHeld } from "./read-intent.ts";
import { toStripeAmount } from "./stripe-amounts.ts";
import { isAboutPayment, isSavedServerError, isUnexpectedState, stripeFailure } from "./stripe-failure.ts";

const NEVER_SEEN: Closed = { isKnown: false, wasHeld: false };

/**
 * Cancels the attempt's PaymentIntent, whatever its state. One that Stripe has not seen is made to be canceled: a late
 * request under the attempt's key then finds it so.
 */
export async function closeIntent(stripe: Stripe, attempt: PaymentAttempt): Promise<Closed> {
  const asked = toStripeAmount(attempt.amount);
  if ("refusal" in asked) return NEVER_SEEN;
  const found = await findToClose(stripe, attempt, asked.amount);
  if (!found) return NEVER_SEEN;
  const closed = await letGo(stripe, found);
  return { isKnown: !found.isNew, wasHeld: wasHeld(closed) };
}

/** Undefined where there is none, and no request under the attempt's key can get one any more. */
async function findToClose(stripe: Stripe, attempt: PaymentAttempt, amount: number): Promise<FoundIntent | undefined> {
  try {
    return await findIntent(stripe, attempt, amount);
  } catch (error) {
    const failure = stripeFailure(error);
    if (!failure) throw error;
    if (isAboutPayment(failure)) return undefined;
    if (!isSavedServerError(failure)) throw error;
    // Each request under the key gets the saved error, so none learns an id that it could confirm.
    const id = await searchIntent(stripe, attempt);
    return id === undefined ? undefined : { id, isNew: false };
  }
}

/** The intent once it holds nothing. @throws what Stripe answers where it still may */
async function letGo(stripe: Stripe, { id, isNew }: FoundIntent): Promise<Stripe.PaymentIntent> {
  const intent = isNew ? undefined : await readIntent(stripe, id);
  if (intent && isOver(intent)) return intent;
  try {
    return intent && isPartlyCaptured(intent) ? await releaseRest(stripe, id) : await cancelIntent(stripe, id);
  } catch (error) {
    const failure = stripeFailure(error);
    if (!failure || !isUnexpectedState(failure)) throw error;
    const now = await readIntent(stripe, id);
    if (isOver(now)) return now;
    throw error;
  }
}

function isOver({ status }: Stripe.PaymentIntent): boolean {
  return status === "canceled" || status === "succeeded";
}

function isPartlyCaptured(intent: Stripe.PaymentIntent): boolean {
  return intent.status === "requires_capture" && (chargeOf(intent)?.amount_captured ?? intent.amount_received) > 0;
}

/** "set the amount to 0 and set final_capture to true": https://docs.stripe.com/payments/multicapture */
function releaseRest(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.capture(id, { amount_to_capture: 0, final_capture: true, ...WITH_CHARGE });
}

/** Without a fixed key: an intent is canceled once by itself, and a saved 500 would stand in the way for a day. */
function cancelIntent(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.cancel(id, WITH_CHARGE);
}
