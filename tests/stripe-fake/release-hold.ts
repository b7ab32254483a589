import { type Account, existing } from "./account.ts";
import { cancelNow } from "./intent-states.ts";
import type { ChargeRecord, IntentRecord, RefundRecord } from "./records.ts";
import { chargeView, intentView, refundView } from "./views.ts";

/** Stripe lets go of what is not captured by then: https://docs.stripe.com/payments/place-a-hold-on-a-payment-method */
export function scheduleExpiry(account: Account, intent: IntentRecord, { captureBefore }: ChargeRecord): void {
  if (captureBefore === undefined) return;
  const at = captureBefore * 1_000 + account.options.expiryDelayMs;
  account.schedule(at, () => expireHold(account, intent));
}

/** What was not captured is canceled; of what was, the rest is let go of: https://docs.stripe.com/payments/multicapture#final-capture */
export function expireHold(account: Account, intent: IntentRecord): void {
  if (intent.status !== "requires_capture") return;
  const charge = closeCharge(account, intent, "expired");
  account.tell("charge.expired", chargeView(charge));
  if (intent.amountReceived === 0) {
    cancelNow(account, intent, "automatic");
    return;
  }
  intent.status = "succeeded";
  account.tell("payment_intent.succeeded", intentView(account, intent));
}

/** Lets go of what is held and not captured. */
export function closeCharge(account: Account, intent: IntentRecord, why: "canceled" | "expired"): ChargeRecord {
  const charge = existing(account.charges, intent.latestCharge ?? "");
  intent.amountCapturable = 0;
  charge.isClosed = true;
  if (charge.amountCaptured > 0) account.tell("charge.captured", chargeView(charge));
  releaseRest(account, charge, why);
  return charge;
}

/**
 * "The remaining amount_capturable is automatically refunded": https://docs.stripe.com/api/payment_intents/cancel. After a
 * capture of a part, too: https://docs.stripe.com/payments/place-a-hold-on-a-payment-method#capture-funds
 */
export function releaseRest(account: Account, charge: ChargeRecord, why: "canceled" | "captured" | "expired"): void {
  const amount = charge.amount - charge.amountCaptured;
  if (amount === 0 || !account.options.releasesAreRefunds) return;
  const refund: RefundRecord = {
    id: account.newId("re"),
    created: account.seconds(),
    charge: charge.id,
    intent: charge.intent,
    method: charge.method,
    ...(charge.customer !== undefined && { customer: charge.customer }),
    amount,
    currency: charge.currency,
    metadata: {},
    reason: why === "expired" ? "expired_uncaptured_charge" : null,
    isRelease: true,
    isElsewhere: false,
    status: "succeeded",
  };
  charge.amountReleased = amount;
  account.refunds.set(refund.id, refund);
  account.tell("refund.created", refundView(refund));
  account.tell("charge.refunded", chargeView(charge));
}
