import type Stripe from "stripe";
import type { Authorization, AuthorizeRequest } from "../payment-provider.ts";
import { confirmIntent } from "./confirm-intent.ts";
import { rejectionReason } from "./decline-reasons.ts";
import { type FoundIntent, findIntent } from "./find-intent.ts";
import { authorizationOf, paymentOf, readIntent } from "./read-intent.ts";
import { toStripeAmount } from "./stripe-amounts.ts";
import { isAboutPayment, isUnexpectedState, stripeFailure } from "./stripe-failure.ts";

/**
 * Makes the attempt's PaymentIntent or finds it, confirms it under this try's key where it waits for that, and reads what
 * became of it: a saved answer may tell of an earlier state.
 */
export async function authorizeIntent(stripe: Stripe, request: AuthorizeRequest): Promise<Authorization> {
  const asked = toStripeAmount(request.amount);
  if ("refusal" in asked) return { outcome: "declined", reason: asked.refusal };
  const found = await orRejection(() => findIntent(stripe, request, asked.amount));
  if ("rejection" in found) return { outcome: "declined", reason: found.rejection };
  const rejection = (await isUnconfirmed(stripe, found)) ? await confirm(stripe, found.id, request) : undefined;
  const payment = paymentOf(await readIntent(stripe, found.id));
  if (payment.status !== "UNCONFIRMED" || rejection === undefined) return authorizationOf(payment);
  return { outcome: "declined", reason: rejection, reference: found.id };
}

/** An intent that this call made waits for its confirmation; any other one is read. */
async function isUnconfirmed(stripe: Stripe, { id, isNew }: FoundIntent): Promise<boolean> {
  return isNew || (await readIntent(stripe, id)).status === "requires_confirmation";
}

/** Why Stripe does not even try; undefined where what became of it has to be read. */
async function confirm(stripe: Stripe, id: string, request: AuthorizeRequest): Promise<string | undefined> {
  try {
    const confirmed = await orRejection(() => confirmIntent(stripe, id, request));
    return "rejection" in confirmed ? confirmed.rejection : undefined;
  } catch (error) {
    const failure = stripeFailure(error);
    if (failure && isUnexpectedState(failure)) return undefined;
    throw error;
  }
}

/** Runs a request; where Stripe takes the payment method, its customer or the amount for no payment, the reason. */
async function orRejection<Result extends object>(
  send: () => Promise<Result>,
): Promise<Result | { readonly rejection: string }> {
  try {
    return await send();
  } catch (error) {
    const failure = stripeFailure(error);
    if (!failure || !isAboutPayment(failure)) throw error;
    return { rejection: rejectionReason(failure) };
  }
}
