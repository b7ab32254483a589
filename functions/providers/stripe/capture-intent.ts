import type Stripe from "stripe";
import { type Capture, type CaptureRequest, ProviderMisconfiguredError } from "../payment-provider.ts";
import { capturedOf, paymentOf, readIntent, takesSeveralCaptures } from "./read-intent.ts";
import { fromStripeAmount, toStripeAmount } from "./stripe-amounts.ts";
import { isUnexpectedState, stripeFailure } from "./stripe-failure.ts";

/**
 * Captures a part or all, once. What was captured so far is read first: a key alone would not do, because Stripe forgets
 * it after a day, and answers a saved 500 until then.
 */
export async function captureIntent(stripe: Stripe, request: CaptureRequest): Promise<Capture> {
  const intent = await readIntent(stripe, request.reference);
  const done = captureIn(intent, request);
  if (done) return done;
  requirePossible(intent, request);
  try {
    return captured(await sendCapture(stripe, intent, request));
  } catch (error) {
    const failure = stripeFailure(error);
    if (!failure) throw error;
    if (HAS_RUN_OUT.has(failure.code ?? "")) return { outcome: "refused", reason: "The authorization has expired." };
    if (!isUnexpectedState(failure) && !IS_CAPTURED.has(failure.code ?? "")) throw error;
    // Another call was faster.
    const answer = captureIn(await readIntent(stripe, request.reference), request);
    if (answer) return answer;
    throw error;
  }
}

/** https://docs.stripe.com/error-codes: the hold is over, also where Stripe has not canceled the intent yet. */
const HAS_RUN_OUT = new Set(["charge_expired_for_capture", "capture_charge_authorization_expired"]);
const IS_CAPTURED = new Set(["charge_already_captured"]);

/** The answer that the state gives already; undefined where the money is held and this capture is not made yet. */
function captureIn(intent: Stripe.PaymentIntent, { capturedBefore }: CaptureRequest): Capture | undefined {
  if (capturedOf(intent) > capturedBefore) return captured(intent);
  const { status } = paymentOf(intent);
  switch (status) {
    case "AUTHORIZED":
      return undefined;
    case "EXPIRED":
      return { outcome: "refused", reason: "The authorization has expired." };
    case "CAPTURED":
      return { outcome: "refused", reason: "Nothing is held any more: the rest was let go of." };
    default:
      return { outcome: "refused", reason: `The authorization is ${status}.` };
  }
}

function captured({ status }: Stripe.PaymentIntent): Capture {
  return { outcome: "captured", closed: status !== "requires_capture" };
}

/**
 * With multicapture the key keeps two late calls from capturing twice. Without it an intent is captured once by itself, so
 * each call has a key of its own: a saved 500 cannot stand in the way until Stripe forgets it.
 */
function sendCapture(
  stripe: Stripe,
  intent: Stripe.PaymentIntent,
  { captureKey, captureAmount, amount, final }: CaptureRequest,
): Promise<Stripe.PaymentIntent> {
  const amountToCapture = requireAmount(captureAmount, amount.currency);
  if (!takesSeveralCaptures(intent)) {
    return stripe.paymentIntents.capture(intent.id, { amount_to_capture: amountToCapture });
  }
  // Otherwise Stripe goes on holding nothing: https://docs.stripe.com/payments/multicapture
  const isLast = final || amountToCapture === intent.amount_capturable;
  const part = { amount_to_capture: amountToCapture, final_capture: isLast };
  return stripe.paymentIntents.capture(intent.id, part, { idempotencyKey: captureKey });
}

/** A refusal would mean that nothing is held any more. @throws where Stripe cannot capture the amount */
function requireAmount(amount: number, currency: string): number {
  const asked = toStripeAmount({ amount, currency });
  if ("amount" in asked) return asked.amount;
  throw new ProviderMisconfiguredError(
    `${asked.refusal} Capture it in Stripe's dashboard, or change what is to be captured.`,
  );
}

/** @throws where more than the rest is asked for, or our book is not Stripe's: no answer of a bank. */
function requirePossible(intent: Stripe.PaymentIntent, request: CaptureRequest): void {
  const { captureAmount, capturedBefore } = request;
  const before = capturedOf(intent);
  const rest = fromStripeAmount(intent.amount_capturable, request.amount.currency);
  if (capturedBefore !== before) {
    throw new Error(`Stripe captured ${before} of ${request.key}, and the caller knows of ${capturedBefore}.`);
  }
  if (!Number.isSafeInteger(captureAmount) || captureAmount < 1 || captureAmount > rest) {
    throw new Error(`Stripe cannot capture ${captureAmount} of ${request.key}: ${rest} is held.`);
  }
}
