import Stripe from "stripe";
import { fakeFetch } from "./fake-fetch.ts";
import { FAKE_API_KEY, type StripeApiOptions, StripeFake } from "./stripe-fake.ts";

export const NOW = Date.parse("2026-11-27T12:00:00Z");
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A fake with a clock that a test turns, and the official SDK that talks to it. */
export function aStripe(options: Omit<Partial<StripeApiOptions>, "now"> = {}) {
  let now = NOW;
  const fake = new StripeFake({ now: () => now, ...options });
  return {
    fake,
    stripe: sdkFor(fake),
    /** Lets time pass. */
    wait(milliseconds: number): void {
      now += milliseconds;
    },
  };
}

export function sdkFor(fake: StripeFake, apiKey = FAKE_API_KEY): Stripe {
  const httpClient = Stripe.createFetchHttpClient(fakeFetch(fake));
  return new Stripe(apiKey, { httpClient, maxNetworkRetries: 0, telemetry: false });
}

/** A payment of 50.00 EUR as the adapter asks for it. */
export function aPayment(changes: Partial<Stripe.PaymentIntentCreateParams> = {}): Stripe.PaymentIntentCreateParams {
  return {
    amount: 5_000,
    currency: "eur",
    capture_method: "manual",
    confirmation_method: "manual",
    payment_method_types: ["card"],
    payment_method: "pm_card_visa",
    metadata: { order: "ord_1" },
    ...changes,
  };
}

/** A payment whose money is held. */
export async function heldPayment(stripe: Stripe, changes: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const { id } = await stripe.paymentIntents.create(aPayment(changes));
  return stripe.paymentIntents.confirm(id);
}

/** A payment that was captured. */
export async function capturedPayment(stripe: Stripe, changes: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const { id } = await heldPayment(stripe, changes);
  return stripe.paymentIntents.capture(id);
}

/** What a call is refused with. @throws where it is not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const [result] = await Promise.allSettled([call]);
  if (result.status === "rejected" && result.reason instanceof Stripe.errors.StripeError) return result.reason;
  throw new Error(`The call was not refused: ${JSON.stringify(result)}`);
}
