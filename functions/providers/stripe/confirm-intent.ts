import type Stripe from "stripe";
import { settingOr } from "../../platform/runtime/settings.ts";
import type { AuthorizeRequest } from "../payment-provider.ts";
import { stripeFailure } from "./stripe-failure.ts";

/** The secret of which the account may not ask for multicapture: it is not asked again in this Lambda environment. */
let withoutMulticapture: string | undefined;

/**
 * Asks the bank for the money, under the key of this try. An intent holds once, whatever is sent later.
 *
 * Multicapture is asked for here and not when the intent is made: an account that may not ask for it gets an error instead
 * of a payment ("This account is not eligible for the requested card features", although the parameter says
 * `if_available`), and is then asked again without. Under one key Stripe takes one body, so that has a key of its own.
 */
export async function confirmIntent(
  stripe: Stripe,
  id: string,
  request: AuthorizeRequest,
): Promise<Stripe.PaymentIntent> {
  const idempotencyKey = `${request.key}/${request.tries}`;
  const confirmation = confirmationOf(request);
  const secret = settingOr("PAYMENT_SECRET_ARN", "");
  if (withoutMulticapture !== secret) {
    try {
      const multicapture = { card: { request_multicapture: "if_available" } } as const;
      const asked = { ...confirmation, payment_method_options: multicapture };
      return await stripe.paymentIntents.confirm(id, asked, { idempotencyKey });
    } catch (error) {
      if (!isNotEligible(error)) throw error;
      withoutMulticapture = secret;
    }
  }
  return stripe.paymentIntents.confirm(id, confirmation, { idempotencyKey: `${idempotencyKey}/one-capture` });
}

/**
 * `use_stripe_sdk`: Stripe.js handles what the customer has to do, so no address to come back to is needed
 * (https://docs.stripe.com/api/payment_intents/confirm#confirm_payment_intent-use_stripe_sdk). `off_session`: the customer
 * is not there to do anything, so what needs that is declined.
 */
function confirmationOf({ offSession }: AuthorizeRequest): Stripe.PaymentIntentConfirmParams {
  return offSession ? { off_session: true } : { use_stripe_sdk: true };
}

function isNotEligible(error: unknown): boolean {
  const { type, message = "" } = stripeFailure(error) ?? {};
  return type === "StripeInvalidRequestError" && message.includes("not eligible for the requested card features");
}
