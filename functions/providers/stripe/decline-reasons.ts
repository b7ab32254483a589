import { type StripeFailure, wordsOf } from "./stripe-failure.ts";

/** What Stripe says of a payment that failed. */
interface PaymentError {
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly message?: string | undefined;
}

/**
 * "Don't report more detailed information to your customer. Instead, present as you would the generic_decline":
 * https://docs.stripe.com/declines/codes
 */
const UNTOLD = new Set([
  "fraudulent",
  "lost_card",
  "merchant_blacklist",
  "pickup_card",
  "restricted_card",
  "stolen_card",
]);

/** Why a card was declined, for the customer and the shop: a sentence, and Stripe's code for it. */
export function declineReason(error: PaymentError | null | undefined): string {
  if (!error) return "The payment was declined.";
  const { code = "card_declined", decline_code: declineCode = code, message } = error;
  if (code === "authentication_required") {
    return "The bank asks the customer to confirm the payment, and they are not there (authentication_required).";
  }
  if (code === "payment_intent_authentication_failure") {
    return "The customer did not confirm the payment with their bank (payment_intent_authentication_failure).";
  }
  const shown = UNTOLD.has(declineCode) ? "generic_decline" : declineCode;
  return `${sentence(message ?? "The card was declined")} (${shown}).`;
}

/** Why Stripe takes the payment method, its customer or the amount for no payment. */
export function rejectionReason({ code, param, message }: StripeFailure): string {
  if (code === "resource_missing" && param === "payment_method") {
    return "Stripe does not know the payment method: make a new one with the shop's publishable key.";
  }
  if (code === "resource_missing" && param === "customer") return "Stripe does not know the customer.";
  if (code === "payment_intent_incompatible_payment_method" || /payment_method_types/.test(message)) {
    return "Stripe takes only cards here, also wallets and Link where they are cards: choose another payment method.";
  }
  // Stripe's own words name the customer, which is nobody's business who only has the method's id.
  if (/belongs? to/.test(message)) {
    return "The payment method was saved by a customer at Stripe, and can be used only together with that customer.";
  }
  return `${sentence(wordsOf(message))}.`;
}

function sentence(message: string): string {
  return message.trim().replace(/\.$/, "");
}
