import { type Account, existing } from "./account.ts";
import { captureCharge } from "./capture-charge.ts";
import type { CaptureIntent } from "./parameters.ts";
import type { ChargeRecord, IntentRecord } from "./records.ts";
import { invalidRequest } from "./stripe-error.ts";
import { intentView } from "./views.ts";

/** https://docs.stripe.com/payments/multicapture#availability */
const MAX_CAPTURES = 50;

/** https://docs.stripe.com/api/payment_intents/capture, and several times: https://docs.stripe.com/payments/multicapture */
export function captureIntent(account: Account, intent: IntentRecord, request: CaptureIntent): IntentRecord {
  const charge = chargeToCapture(account, intent);
  const { amount_to_capture: amount = intent.amountCapturable, final_capture: isFinal = true } = request;
  requireAmount(account, intent, amount, isFinal);
  if (!isFinal) requireMulticapture(intent, charge);
  if (request.metadata) intent.metadata = { ...intent.metadata, ...request.metadata };
  captureCharge(account, intent, charge, { amount, isFinal });
  return intent;
}

function chargeToCapture(account: Account, intent: IntentRecord): ChargeRecord {
  const { status, latestCharge } = intent;
  if (status === "requires_capture" && latestCharge !== undefined) {
    const charge = existing(account.charges, latestCharge);
    requireNotExpired(account, charge);
    return charge;
  }
  throw invalidRequest(whyNot(intent), {
    code: "payment_intent_unexpected_state",
    payment_intent: intentView(account, intent),
  });
}

/** https://docs.stripe.com/error-codes#charge-expired-for-capture: it has run out, and is not let go of yet. */
function requireNotExpired(account: Account, { captureBefore = Number.POSITIVE_INFINITY }: ChargeRecord): void {
  if (account.seconds() < captureBefore) return;
  throw invalidRequest("The charge cannot be captured because the authorization has expired.", {
    code: "charge_expired_for_capture",
  });
}

function whyNot({ status, amount, amountReceived }: IntentRecord): string {
  if (status === "succeeded" && amountReceived === amount) {
    return "This PaymentIntent could not be captured because it has already been captured.";
  }
  if (status === "succeeded") {
    return (
      "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized " +
      "amount has been released."
    );
  }
  return (
    `This PaymentIntent could not be captured because it has a status of ${status}. ` +
    "Only a PaymentIntent with one of the following statuses may be captured: requires_capture."
  );
}

function requireAmount(account: Account, intent: IntentRecord, amount: number, isFinal: boolean): void {
  const payment_intent = intentView(account, intent);
  if (amount < 0) {
    throw invalidRequest("Invalid non-negative integer", { param: "amount_to_capture", payment_intent });
  }
  const mayBeZero = isFinal && intent.amountReceived > 0; // https://docs.stripe.com/payments/multicapture#close-payment
  if (amount === 0 && !mayBeZero) {
    const message = "This value must be greater than or equal to 1.";
    throw invalidRequest(message, { code: "parameter_invalid_integer", param: "amount", payment_intent });
  }
  if (amount > intent.amountCapturable) {
    throw invalidRequest(
      "The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge.",
      { code: "amount_too_large", param: "amount_to_capture", payment_intent },
    );
  }
}

function requireMulticapture({ captures }: IntentRecord, { isMulticapture }: ChargeRecord): void {
  const param = "final_capture";
  if (!isMulticapture) {
    throw invalidRequest("You cannot set `final_capture` to false, because multicapture is unavailable.", { param });
  }
  if (captures + 1 >= MAX_CAPTURES) {
    throw invalidRequest(`You can capture a PaymentIntent at most ${MAX_CAPTURES} times.`, { param });
  }
}
