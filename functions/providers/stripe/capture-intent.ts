import type Stripe from "stripe";
import { spellMoney } from "../../platform/values/money.ts";
import { type Capture, type CaptureRequest, ProviderMisconfiguredError } from "../payment-provider.ts";
import { capturedOf, paymentOf, readIntent, takesSeveralCaptures } from "./read-intent.ts";
import { fromStripeAmount, toStripeAmount } from "./stripe-amounts.ts";
import { isUnexpectedState, stripeFailure } from "./stripe-failure.ts";

/**
 * Captures a part or all, once: the capture writes its key on the intent, which is read first. Stripe's own idempotency
 * would not do, because Stripe forgets a key after a day, and answers a saved 500 until then. What was captured so far
 * does not tell it either: somebody may have captured in Stripe's dashboard.
 */
export async function captureIntent(stripe: Stripe, request: CaptureRequest): Promise<Capture> {
  const intent = await readIntent(stripe, request.reference);
  const done = captureIn(intent, request);
  if (done) return done;
  requireHeld(intent, request);
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

/** The name in the intent's metadata of the key of the capture that was made last. */
const CAPTURE_KEY = "capture";

/**
 * The answer that the state gives already; undefined where the money is held and this capture is not made yet. Where as
 * much was captured in the dashboard and nothing is held any more, the order has its money.
 */
function captureIn(intent: Stripe.PaymentIntent, request: CaptureRequest): Capture | undefined {
  const { captureKey, captureAmount, capturedBefore } = request;
  if (intent.metadata[CAPTURE_KEY] === captureKey) return captured(intent);
  const { status } = paymentOf(intent);
  if (status === "CAPTURED" && capturedOf(intent) >= capturedBefore + captureAmount) return captured(intent);
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
  const metadata = { [CAPTURE_KEY]: captureKey };
  if (!takesSeveralCaptures(intent)) {
    return stripe.paymentIntents.capture(intent.id, { amount_to_capture: amountToCapture, metadata });
  }
  // Otherwise Stripe goes on holding nothing: https://docs.stripe.com/payments/multicapture
  const isLast = final || amountToCapture === intent.amount_capturable;
  const part = { amount_to_capture: amountToCapture, final_capture: isLast, metadata };
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

/** @throws for an amount that is none; ProviderMisconfiguredError where Stripe's book is not ours: a person has to look */
function requireHeld(
  intent: Stripe.PaymentIntent,
  { key, amount, captureAmount, capturedBefore }: CaptureRequest,
): void {
  const spell = (minorUnits: number) => spellMoney({ amount: minorUnits, currency: amount.currency });
  if (!Number.isSafeInteger(captureAmount) || captureAmount < 1) {
    throw new Error(`${captureAmount} of ${key} cannot be captured: it is no amount.`);
  }
  const before = capturedOf(intent);
  if (before < capturedBefore) {
    throw new ProviderMisconfiguredError(
      `Stripe has captured ${spell(before)} of ${key}, and the order ${spell(capturedBefore)}: compare them (npm run reconcile).`,
    );
  }
  const rest = fromStripeAmount(intent.amount_capturable, amount.currency);
  if (captureAmount > rest) {
    throw new ProviderMisconfiguredError(
      `Stripe holds ${spell(rest)} of ${key} and cannot capture ${spell(captureAmount)}: a part was captured in its dashboard.`,
    );
  }
}
