import { ProviderMisconfiguredError, ProviderUnavailableError } from "../payment-provider.ts";
import { isUnexpectedState, type StripeFailure, stripeFailure, wordsOf } from "./stripe-failure.ts";

/**
 * The port's error for what a call threw and its operation had no answer for: https://docs.stripe.com/error-handling.
 * An error that is none of Stripe's stays as it is.
 */
export function providerError(error: unknown): unknown {
  const failure = stripeFailure(error);
  if (!failure) return error;
  const why = reasonOfMisconfiguration(failure);
  if (why !== undefined) return new ProviderMisconfiguredError(why);
  return new ProviderUnavailableError(reasonOfSilence(failure));
}

/** What a person has to do; undefined where the moment is wrong and not the deployment. */
function reasonOfMisconfiguration(failure: StripeFailure): string | undefined {
  const { type, code, message } = failure;
  switch (type) {
    case "StripeAuthenticationError":
      return "Stripe does not know the API key: put a valid secret or restricted key into the payment provider's secret.";
    case "StripePermissionError":
      return `Stripe refuses the API key: give it write access to PaymentIntents and Refunds, and read access to Charges and Disputes${permissionIn(message)}.`;
    case "StripeInvalidRequestError":
      return isUnexpectedState(failure) ? undefined : reasonOfInvalidRequest(code, message);
    default:
      return undefined;
  }
}

function reasonOfInvalidRequest(code: string | undefined, message: string): string {
  if (code === "resource_missing") {
    return `Stripe does not find what it was asked about: the API key may be of another account, or of test mode instead of live mode (${wordsOf(message)}).`;
  }
  if (code === "balance_insufficient")
    return "Stripe's balance is too small for the refund: add funds to it in the dashboard.";
  return `Stripe refuses a request of this version of Waybill${code === undefined ? "" : `, ${code}`}: ${wordsOf(message)}`;
}

/** The permission that the message of a restricted key names: https://docs.stripe.com/keys/restricted-api-keys */
function permissionIn(message: string): string {
  const permission = message.match(/\brak_\w+/)?.[0];
  return permission === undefined ? "" : `; ${permission} is missing`;
}

function reasonOfSilence({ type, code, statusCode, message }: StripeFailure): string {
  if (type === "StripeConnectionError") return "the connection to Stripe failed or took too long";
  if (type === "StripeRateLimitError") return "Stripe takes no more requests at the moment (429)";
  if (type === "StripeIdempotencyError")
    return `Stripe knows the idempotency key from another request: ${wordsOf(message)}`;
  const status = statusCode === undefined ? "an error" : statusCode;
  return `Stripe answered ${status}${code === undefined ? "" : `, ${code}`}: ${wordsOf(message)}`;
}
