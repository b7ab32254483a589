import type Stripe from "stripe";
import type { Timestamp } from "../../platform/values/time.ts";
import {
  type Authorization,
  type NextAction,
  ProviderMisconfiguredError,
  type ProviderPayment,
  ProviderUnavailableError,
} from "../payment-provider.ts";
import { declineReason } from "./decline-reasons.ts";
import { fromStripeAmount, takesEveryAmount } from "./stripe-amounts.ts";

/** Expands what is decided by the charge. */
export const WITH_CHARGE = { expand: ["latest_charge"] };

/** A PaymentIntent as it is now: never as a saved answer to an earlier request tells it. */
export function readIntent(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.retrieve(id, WITH_CHARGE);
}

/** What the port tells of a PaymentIntent, without what has to be looked up elsewhere. */
export type ReadPayment = Omit<ProviderPayment, "refunds" | "disputes">;

/** https://docs.stripe.com/payments/paymentintents/lifecycle */
export function paymentOf(intent: Stripe.PaymentIntent): ReadPayment {
  const status = statusOf(intent);
  return {
    reference: intent.id,
    status,
    captured: capturedOf(intent),
    ...(status === "DECLINED" && { declineReason: declineReason(intent.last_payment_error) }),
    ...(status === "ACTION_REQUIRED" && { nextAction: nextActionOf(intent) }),
    ...holdOf(intent),
  };
}

function statusOf(intent: Stripe.PaymentIntent): ProviderPayment["status"] {
  switch (intent.status) {
    case "requires_confirmation":
      return "UNCONFIRMED";
    case "requires_action":
      return "ACTION_REQUIRED";
    case "requires_payment_method":
      return "DECLINED";
    case "requires_capture":
      return "AUTHORIZED";
    case "succeeded":
      return "CAPTURED";
    case "canceled":
      return statusOfCanceled(intent);
    default:
      throw new ProviderUnavailableError(`Stripe has not finished the payment yet (${intent.status}).`);
  }
}

/**
 * Stripe cancels what is not captured in time by itself; what was captured of it stays captured
 * (https://docs.stripe.com/api/payment_intents/object#payment_intent_object-cancellation_reason).
 */
function statusOfCanceled(intent: Stripe.PaymentIntent): "CAPTURED" | "EXPIRED" | "VOIDED" {
  if (intent.amount_received > 0) return "CAPTURED";
  const { cancellation_reason: reason } = intent;
  return reason === "automatic" || reason === "expired" ? "EXPIRED" : "VOIDED";
}

/** Minor units captured so far. */
export function capturedOf({ amount_received: received, currency }: Stripe.PaymentIntent): number {
  return fromStripeAmount(received, currency.toUpperCase());
}

/** Handed out and never stored: whoever has the secret can complete the payment. */
function nextActionOf({ next_action: action, client_secret: clientSecret }: Stripe.PaymentIntent): NextAction {
  if (action && clientSecret !== null) return { type: action.type, clientSecret };
  throw new ProviderMisconfiguredError(
    "Stripe tells no client secret: give the API key write access to PaymentIntents.",
  );
}

/** The charge of the last confirmation, where the intent was read with it. */
export function chargeOf({ latest_charge: charge }: Stripe.PaymentIntent): Stripe.Charge | undefined {
  return charge === null || typeof charge === "string" ? undefined : charge;
}

/** Whether the bank has granted the money at all: "paid" also where it was not captured. */
export function wasHeld(intent: Stripe.PaymentIntent): boolean {
  return chargeOf(intent)?.paid === true;
}

/**
 * Whether more than one part may be captured: granted for each card (https://docs.stripe.com/payments/multicapture). Not where
 * a part of the order may be an amount that Stripe does not have: what was held could then not be captured at all.
 */
export function takesSeveralCaptures(intent: Stripe.PaymentIntent): boolean {
  if (!takesEveryAmount(intent.currency.toUpperCase())) return false;
  return chargeOf(intent)?.payment_method_details?.card?.multicapture?.status === "available";
}

/** Until when the money is held, and how it may be captured; nothing where the bank has not granted it. */
function holdOf(intent: Stripe.PaymentIntent): { readonly expiresAt?: Timestamp; readonly multicapture?: boolean } {
  if (!wasHeld(intent)) return {};
  const captureBefore = chargeOf(intent)?.payment_method_details?.card?.capture_before;
  return {
    multicapture: takesSeveralCaptures(intent),
    ...(captureBefore !== undefined && { expiresAt: new Date(captureBefore * 1_000).toISOString() }),
  };
}

/**
 * What a request to authorize is answered.
 * @throws ProviderUnavailableError where it waits for a confirmation: the next try confirms it under a key of its own
 */
export function authorizationOf({ reference, ...payment }: ReadPayment): Authorization {
  switch (payment.status) {
    case "UNCONFIRMED":
      throw new ProviderUnavailableError("Stripe has not confirmed the payment; it is confirmed anew at the next try.");
    case "ACTION_REQUIRED":
      if (!payment.nextAction) throw new Error(`The payment ${reference} needs an action, and does not say which.`);
      return { outcome: "actionRequired", reference, nextAction: payment.nextAction };
    case "DECLINED":
      return { outcome: "declined", reason: payment.declineReason ?? "The payment was declined.", reference };
    case "VOIDED":
    case "EXPIRED":
      return { outcome: "declined", reason: `The authorization is ${payment.status}.`, reference };
    case "AUTHORIZED":
    case "CAPTURED": {
      const { expiresAt, multicapture } = payment;
      return {
        outcome: "authorized",
        reference,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(multicapture !== undefined && { multicapture }),
      };
    }
  }
}
