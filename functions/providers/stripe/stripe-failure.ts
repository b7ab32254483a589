import * as z from "zod/mini";

/** What Stripe's SDK throws (https://docs.stripe.com/api/errors), as far as anything is decided by it. */
const StripeFailure = z.looseObject({
  /** The class of the SDK's error. */
  type: z.string().check(z.regex(/^Stripe/)),
  message: z.string(),
  statusCode: z.optional(z.number()),
  code: z.optional(z.string()),
  param: z.optional(z.string()),
  headers: z.optional(z.looseObject({ "idempotent-replayed": z.optional(z.string()) })),
});
export type StripeFailure = z.output<typeof StripeFailure>;

/** Stripe's failure; undefined where the error is another one. */
export function stripeFailure(error: unknown): StripeFailure | undefined {
  const parsed = StripeFailure.safeParse(error);
  return parsed.success ? parsed.data : undefined;
}

/**
 * A saved 5xx: the key answers it until Stripe forgets the key, whatever the request did
 * (https://docs.stripe.com/api/idempotent_requests).
 */
export function isSavedServerError({ statusCode = 0, headers }: StripeFailure): boolean {
  return statusCode >= 500 && headers?.["idempotent-replayed"] === "true";
}

/** The object is in another state than the request needs: another call was faster. */
export function isUnexpectedState({ code }: StripeFailure): boolean {
  return code === "payment_intent_unexpected_state";
}

/** What is wrong is the payment method, its customer or the amount: a customer can choose another one. */
export function isAboutPayment({ type, code = "", param = "" }: StripeFailure): boolean {
  if (type === "StripeCardError") return true;
  if (type !== "StripeInvalidRequestError" || code.startsWith("parameter_unknown")) return false;
  return ABOUT_PAYMENT.params.has(param) || ABOUT_PAYMENT.codes.has(code);
}

/** https://docs.stripe.com/error-codes */
const ABOUT_PAYMENT = {
  /** `source`: the parameter of older versions that is named for a saved method that is sent without its customer. */
  params: new Set(["payment_method", "source", "customer", "amount", "currency"]),
  codes: new Set([
    "amount_too_large",
    "amount_too_small",
    "payment_intent_incompatible_payment_method",
    "payment_intent_invalid_currency",
    "payment_method_currency_mismatch",
    "payment_method_customer_decline",
    "payment_method_invalid_parameter",
    "payment_method_not_available",
    "payment_method_provider_decline",
    "payment_method_unexpected_state",
    "payment_method_unsupported_type",
  ]),
};

/** Stripe's own words, without what nobody else may read: a message may name a part of the API key. */
export function wordsOf(message: string): string {
  return message
    .replaceAll(/\b(sk|rk|pk|whsec|ek)_[\w*]+/g, "$1_…")
    .replaceAll(/\b(pi|seti)_(\w+?)_secret_\w+/g, "$1_$2_secret_…")
    .trim()
    .slice(0, 500);
}
