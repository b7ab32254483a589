import type { Account } from "./account.ts";
import { cancelNow, unexpectedState } from "./intent-states.ts";
import type { CancelIntent } from "./parameters.ts";
import type { IntentRecord, IntentStatus } from "./records.ts";
import { closeCharge } from "./release-hold.ts";
import { intentView } from "./views.ts";

const CANCELABLE: readonly IntentStatus[] = [
  "requires_payment_method",
  "requires_capture",
  "requires_confirmation",
  "requires_action",
];

/**
 * https://docs.stripe.com/api/payment_intents/cancel. Of a PaymentIntent of which a part was captured it says only that
 * the rest is given back; `cancelAfterPartialCapture` decides about its status.
 */
export function cancelIntent(account: Account, intent: IntentRecord, request: CancelIntent): IntentRecord {
  const wasCaptured = intent.amountReceived > 0;
  const { cancelAfterPartialCapture } = account.options;
  if (!CANCELABLE.includes(intent.status) || (wasCaptured && cancelAfterPartialCapture === "refused")) {
    const allowed =
      "Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, " +
      "requires_capture, requires_reauthorization, requires_confirmation, requires_action, expired, processing.";
    throw unexpectedState(account, intent, "cancel", allowed);
  }
  if (intent.status === "requires_capture") closeCharge(account, intent, "canceled");
  if (wasCaptured && cancelAfterPartialCapture === "succeeded") {
    intent.status = "succeeded";
    account.tell("payment_intent.succeeded", intentView(account, intent));
    return intent;
  }
  cancelNow(account, intent, request.cancellation_reason);
  return intent;
}
