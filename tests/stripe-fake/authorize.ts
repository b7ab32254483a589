import type { Account } from "./account.ts";
import { captureCharge } from "./capture-charge.ts";
import { attachMethod } from "./payment-methods.ts";
import type { ChargeRecord, IntentRecord, MethodRecord } from "./records.ts";
import { scheduleExpiry } from "./release-hold.ts";
import { StripeAnswerError } from "./stripe-error.ts";
import type { Failure } from "./test-cards.ts";
import { chargeView, intentView, methodView, paymentErrorView } from "./views.ts";

const DAY = 86_400;
/** How long a card's bank holds the money: https://docs.stripe.com/payments/place-a-hold-on-a-payment-method#auth-capture-limitations */
const HOLD_SECONDS = 7 * DAY;
/** Visa's, where the customer is away: 4 days and 18 hours. */
const VISA_OFF_SESSION_SECONDS = 4 * DAY + 18 * 3_600;

/** The bank says yes: the money is held, or captured where `capture_method` is automatic. */
export function authorize(account: Account, intent: IntentRecord, method: MethodRecord, isOffSession: boolean): void {
  const isManual = intent.captureMethod === "manual";
  const seconds = isOffSession && method.card.brand === "visa" ? VISA_OFF_SESSION_SECONDS : HOLD_SECONDS;
  const isMulticapture =
    isManual && intent.requestMulticapture && account.multicapture === "granted" && method.card.multicapture !== false;
  const charge = newCharge(account, intent, method, {
    status: "succeeded",
    isMulticapture,
    ...(isManual && { captureBefore: account.seconds() + seconds }),
  });
  useMethod(account, intent, method);
  intent.latestCharge = charge.id;
  intent.status = "requires_capture";
  intent.amountCapturable = intent.amount;
  account.tell("charge.succeeded", chargeView(charge));
  if (isManual) {
    account.tell("payment_intent.amount_capturable_updated", intentView(account, intent));
    scheduleExpiry(account, intent, charge);
  } else {
    captureCharge(account, intent, charge, { amount: intent.amount, isFinal: true });
  }
}

/** One that is not the customer's may be used once: https://docs.stripe.com/payments/payment-methods#customers */
function useMethod(account: Account, intent: IntentRecord, method: MethodRecord): void {
  if (intent.setupFutureUsage !== null && intent.customer !== undefined) attachMethod(account, method, intent.customer);
  if (method.customer === undefined) method.isConsumed = true;
}

/** The bank says no. @throws StripeAnswerError 402: https://docs.stripe.com/error-handling#payment-errors */
export function decline(account: Account, intent: IntentRecord, method: MethodRecord, failure: Failure): never {
  const charge = newCharge(account, intent, method, { status: "failed", failure, isMulticapture: false });
  intent.latestCharge = charge.id;
  account.tell("charge.failed", chargeView(charge));
  refuse(account, intent, method, { ...failure, charge: charge.id });
}

/** The payment is refused, with or without a charge. @throws StripeAnswerError 402 */
export function refuse(
  account: Account,
  intent: IntentRecord,
  method: MethodRecord,
  failure: Failure & { readonly charge?: string },
): never {
  intent.status = "requires_payment_method";
  intent.lastError = { type: "card_error", ...failure, method: method.id };
  delete intent.authenticatedAt;
  delete intent.method;
  account.tell("payment_intent.payment_failed", intentView(account, intent));
  const { doc_url: _, ...error } = paymentErrorView(account, intent.lastError);
  throw new StripeAnswerError(402, {
    ...error,
    payment_intent: intentView(account, intent),
    payment_method: methodView(method),
  });
}

function newCharge(
  account: Account,
  intent: IntentRecord,
  method: MethodRecord,
  more: Pick<ChargeRecord, "status" | "isMulticapture"> & Partial<Pick<ChargeRecord, "failure" | "captureBefore">>,
): ChargeRecord {
  const { amount, currency, customer, metadata } = intent;
  const charge: ChargeRecord = {
    id: account.newId("ch"),
    created: account.seconds(),
    intent: intent.id,
    amount,
    currency,
    ...(customer !== undefined && { customer }),
    method: method.id,
    card: method.card,
    metadata,
    ...more,
    amountCaptured: 0,
    amountRefunded: 0,
    amountPending: 0,
    amountReleased: 0,
    isClosed: false,
    disputed: false,
  };
  account.charges.set(charge.id, charge);
  return charge;
}
