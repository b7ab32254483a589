import type Stripe from "stripe";
import { now } from "../../platform/runtime/request-context.ts";
import { secondsAfter } from "../../platform/values/time.ts";
import type { PaymentAttempt } from "../payment-provider.ts";
import { stripeFailure } from "./stripe-failure.ts";

/** The PaymentIntent of an attempt. */
export interface FoundIntent {
  readonly id: string;
  /** This very call made it: Stripe had not seen the attempt, and it holds nothing. */
  readonly isNew: boolean;
}

/** Stripe keeps an idempotency key for at least 24 hours (https://docs.stripe.com/api/idempotent_requests). */
const SECONDS_OF_A_KEY = 20 * 60 * 60;

/**
 * The attempt's PaymentIntent. Without its id it is made again under the attempt's key: a repetition answers with the
 * first one's, and a new one holds nothing until it is confirmed. Where Stripe may have forgotten the key, it is searched
 * first. @throws what Stripe answers
 */
export async function findIntent(stripe: Stripe, attempt: PaymentAttempt, amount: number): Promise<FoundIntent> {
  if (attempt.reference !== undefined) return { id: attempt.reference, isNew: false };
  const found = isKeyForgotten(attempt) ? await searchIntent(stripe, attempt) : undefined;
  if (found !== undefined) return { id: found, isNew: false };
  try {
    return await createIntent(stripe, attempt, amount);
  } catch (error) {
    // Another version of this code made it, with another body.
    const made = stripeFailure(error)?.type === "StripeIdempotencyError" && (await searchIntent(stripe, attempt));
    if (made) return { id: made, isNew: false };
    throw error;
  }
}

/** The id of the attempt's PaymentIntent, by what was written on it; Stripe finds a new one after a minute or so. */
export async function searchIntent(stripe: Stripe, { key }: PaymentAttempt): Promise<string | undefined> {
  const { data } = await stripe.paymentIntents.search({ query: `metadata["attempt"]:"${key}"`, limit: 100 });
  const tried = data.find(({ latest_charge: charge }) => charge !== null);
  return (tried ?? data[0])?.id;
}

function isKeyForgotten({ createdAt }: PaymentAttempt): boolean {
  return now() >= secondsAfter(createdAt, SECONDS_OF_A_KEY);
}

/**
 * Confirmed only by us (https://docs.stripe.com/payments/payment-intents/web-manual), and captured by a call of its own.
 * The body is a function of the stored attempt: under one key Stripe refuses another one.
 */
async function createIntent(stripe: Stripe, attempt: PaymentAttempt, amount: number): Promise<FoundIntent> {
  const { orderId, key, method, customer } = attempt;
  const made = await stripe.paymentIntents.create(
    {
      amount,
      currency: attempt.amount.currency.toLowerCase(),
      capture_method: "manual",
      confirmation_method: "manual",
      payment_method_types: ["card"],
      payment_method: method,
      ...(customer !== undefined && { customer }),
      metadata: { order: orderId, attempt: key },
    },
    { idempotencyKey: key },
  );
  // The first answer under the key, told again: https://docs.stripe.com/error-low-level#sending-idempotency-keys
  const isReplay = new Headers(made.lastResponse.headers).get("idempotent-replayed") === "true";
  return { id: made.id, isNew: !isReplay };
}
