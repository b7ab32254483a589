import type Stripe from "stripe";
import type { ProviderRefund, Refund, RefundRequest } from "../payment-provider.ts";
import { rejectionReason } from "./decline-reasons.ts";
import { readIntent } from "./read-intent.ts";
import { fromStripeAmount, toStripeAmount } from "./stripe-amounts.ts";
import { type StripeFailure, stripeFailure } from "./stripe-failure.ts";

/**
 * Gives money back, once under its key. Of a payment of which nothing was captured, Stripe would let go of the money that
 * is held instead of refunding it, so such a refund is refused here.
 */
export async function refundIntent(stripe: Stripe, request: RefundRequest): Promise<Refund> {
  const { orderId, reference, refundKey, refundAmount, amount } = request;
  const asked = toStripeAmount({ amount: refundAmount, currency: amount.currency });
  if ("refusal" in asked) return { outcome: "refused", reason: asked.refusal };
  const { amount_received: received } = await readIntent(stripe, reference);
  if (received === 0) return { outcome: "refused", reason: "Nothing was captured, so nothing can be given back." };
  try {
    await stripe.refunds.create(
      { payment_intent: reference, amount: asked.amount, metadata: { refund: refundKey, order: orderId } },
      { idempotencyKey: refundKey },
    );
    return { outcome: "accepted" };
  } catch (error) {
    const failure = stripeFailure(error);
    const reason = failure && refusalReason(failure);
    if (reason === undefined) throw error;
    return { outcome: "refused", reason };
  }
}

/** https://docs.stripe.com/refunds and https://docs.stripe.com/error-codes */
const REFUSALS: Readonly<Record<string, string>> = {
  charge_already_refunded: "Everything that was captured has been given back.",
  charge_disputed: "The customer's bank disputes the payment, so it cannot be refunded.",
  refund_disputed_payment: "The customer's bank disputes the payment, so it cannot be refunded.",
};

/** Why Stripe will never make this refund; undefined where it may. */
function refusalReason(failure: StripeFailure): string | undefined {
  const { type, code = "", param } = failure;
  if (REFUSALS[code] !== undefined) return REFUSALS[code];
  const isFinal = type === "StripeCardError" || (type === "StripeInvalidRequestError" && isAboutRefund(code, param));
  return isFinal ? rejectionReason(failure) : undefined;
}

function isAboutRefund(code: string, param: string | undefined): boolean {
  return param === "amount" || code === "amount_too_large" || code === "charge_not_refundable";
}

/** The refunds of a payment, each with the key that made it; those without were made in the dashboard. */
export async function readRefunds(stripe: Stripe, { id, amount_received: received }: Stripe.PaymentIntent) {
  if (received === 0) return [];
  const refunds: ProviderRefund[] = [];
  for await (const refund of stripe.refunds.list({ payment_intent: id, limit: 100 })) {
    if (!isRelease(refund)) refunds.push(providerRefund(refund));
  }
  return refunds;
}

/**
 * Stripe shows money that was held and never captured as a refund, too. It moves nothing on the account's balance, which a
 * refund does, except for one that waits for that balance.
 */
function isRelease({ metadata, balance_transaction: moved, status }: Stripe.Refund): boolean {
  return metadata?.refund === undefined && moved === null && status === "succeeded";
}

function providerRefund({ id: reference, metadata, amount, currency, status }: Stripe.Refund): ProviderRefund {
  const key = metadata?.refund;
  const refund = { amount: fromStripeAmount(amount, currency.toUpperCase()), status: statusOf(status) };
  return key === undefined ? { reference, ...refund } : { key, ...refund };
}

/** https://docs.stripe.com/api/refunds/object#refund_object-status */
function statusOf(status: string | null): ProviderRefund["status"] {
  switch (status) {
    case "failed":
    case "canceled":
      return "FAILED";
    case "succeeded":
      return "DONE";
    default:
      return "PENDING";
  }
}
