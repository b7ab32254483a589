import type { Account } from "./account.ts";
import { authorize, decline, refuse } from "./authorize.ts";
import { unexpectedState } from "./intent-states.ts";
import type { ConfirmIntent } from "./parameters.ts";
import { methodFor, requireMethodOf } from "./payment-methods.ts";
import type { IntentRecord, IntentStatus, MethodRecord } from "./records.ts";
import { invalidRequest } from "./stripe-error.ts";
import { intentView } from "./views.ts";

const CONFIRMABLE: readonly IntentStatus[] = ["requires_payment_method", "requires_confirmation", "requires_action"];

/**
 * Tries to pay: authorized, an action of the customer required, or declined. https://docs.stripe.com/api/payment_intents/confirm
 * @throws StripeAnswerError 402 where it is declined, which is stored all the same.
 */
export function confirmIntent(account: Account, intent: IntentRecord, request: ConfirmIntent): IntentRecord {
  requireConfirmable(account, intent);
  const method = methodToConfirm(account, intent, request);
  requireMethodOf(method, intent.customer, request.payment_method_types ?? intent.methodTypes);
  requestMulticapture(account, intent, request);
  intent.method = method.id;
  delete intent.lastError;
  delete intent.nextAction;
  if (needsAction(intent, method, request)) requireAction(account, intent, method, request);
  else if (method.card.decline) decline(account, intent, method, method.card.decline);
  else authorize(account, intent, method, request.off_session === true);
  return intent;
}

/** https://docs.stripe.com/payments/multicapture: asked for here, or when it was created. */
function requestMulticapture(account: Account, intent: IntentRecord, request: ConfirmIntent): void {
  const isAsked = request.payment_method_options?.card?.request_multicapture === "if_available";
  if (account.multicapture !== "notEligible" || !(isAsked || intent.requestMulticapture)) {
    intent.requestMulticapture ||= isAsked;
    return;
  }
  throw invalidRequest(
    "This account is not eligible for the requested card features. See https://docs.stripe.com/payments/flexible-payments for more details.",
    { code: "payment_intent_invalid_parameter", payment_intent: intentView(account, intent) },
  );
}

function requireConfirmable(account: Account, intent: IntentRecord): void {
  if (CONFIRMABLE.includes(intent.status)) return;
  if (intent.status === "succeeded") {
    throw invalidRequest(
      "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
      { code: "payment_intent_unexpected_state", payment_intent: intentView(account, intent) },
    );
  }
  const allowed = `Only a PaymentIntent with one of the following statuses may be confirmed: ${CONFIRMABLE.join(", ")}.`;
  throw unexpectedState(account, intent, "confirm", allowed);
}

function methodToConfirm(account: Account, intent: IntentRecord, request: ConfirmIntent): MethodRecord {
  const id = request.payment_method ?? intent.method;
  if (id !== undefined) {
    if (request.payment_method !== undefined) delete intent.authenticatedAt;
    return methodFor(account, id);
  }
  throw invalidRequest(
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
      "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment " +
      "method or ConfirmationToken.",
    { code: "payment_intent_unexpected_state", payment_intent: intentView(account, intent) },
  );
}

/** https://docs.stripe.com/testing#regulatory-cards */
function needsAction(
  intent: IntentRecord,
  method: MethodRecord,
  { off_session: isOffSession }: ConfirmIntent,
): boolean {
  if (intent.authenticatedAt !== undefined) return false;
  switch (method.card.authentication) {
    case "always":
      return true;
    case "unlessSetUp":
      return !(isOffSession === true && method.isSetUp);
    case "onSession":
      return isOffSession !== true;
    default:
      return false;
  }
}

/** https://docs.stripe.com/payments/finalize-payments-on-the-server#handle-next-actions; off session nobody can act. */
function requireAction(account: Account, intent: IntentRecord, method: MethodRecord, request: ConfirmIntent): void {
  if (request.off_session === true || request.error_on_requires_action === true) {
    refuse(account, intent, method, {
      code: "authentication_required",
      declineCode: request.off_session === true ? "authentication_required" : "authentication_not_handled",
      message: "Your card was declined. This transaction requires authentication.",
    });
  }
  const { return_url: returnUrl, use_stripe_sdk: useSdk } = request;
  const redirects = returnUrl !== undefined && useSdk !== true;
  intent.status = "requires_action";
  intent.nextAction = redirects ? { type: "redirect_to_url", returnUrl } : { type: "use_stripe_sdk" };
  account.tell("payment_intent.requires_action", intentView(account, intent));
}

/**
 * What the customer does in the browser. Done: the server has to confirm again, where `confirmation_method` is manual.
 * https://docs.stripe.com/payments/finalize-payments-on-the-server
 */
export function endAction(account: Account, intent: IntentRecord, result: "completed" | "failed"): IntentRecord {
  if (intent.status !== "requires_action" || intent.method === undefined) {
    throw new Error(`${intent.id} waits for no action: it is ${intent.status}.`);
  }
  delete intent.nextAction;
  if (result === "failed") {
    failAttempt(account, intent, intent.method, AUTHENTICATION_FAILED);
    return intent;
  }
  const { method } = intent;
  const authenticatedAt = account.seconds();
  intent.authenticatedAt = authenticatedAt;
  intent.status = "requires_confirmation";
  if (intent.confirmationMethod === "automatic") return confirmIntent(account, intent, {});
  account.schedule(account.now() + CONFIRM_WITHIN_MS, () => {
    const isStillWaiting = intent.status === "requires_confirmation" && intent.authenticatedAt === authenticatedAt;
    if (isStillWaiting) failAttempt(account, intent, method, ATTEMPT_EXPIRED);
  });
  return intent;
}

/** "The payment attempt fails if it isn't confirmed again within one hour": https://docs.stripe.com/payments/accept-a-payment-synchronously */
const CONFIRM_WITHIN_MS = 3_600_000;

/** https://docs.stripe.com/error-codes#payment-intent-payment-attempt-expired */
const ATTEMPT_EXPIRED = {
  code: "payment_intent_payment_attempt_expired",
  message:
    "The latest attempt to confirm the payment has expired. You can provide payment_method_data or a new " +
    "PaymentMethod to attempt to fulfill this PaymentIntent again.",
};

/** https://docs.stripe.com/error-codes#payment-intent-authentication-failure */
const AUTHENTICATION_FAILED = {
  code: "payment_intent_authentication_failure",
  message:
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new " +
    "PaymentMethod to attempt to fulfill this PaymentIntent again.",
};

function failAttempt(
  account: Account,
  intent: IntentRecord,
  method: string,
  error: { readonly code: string; readonly message: string },
): void {
  intent.status = "requires_payment_method";
  intent.lastError = { type: "invalid_request_error", ...error, method };
  delete intent.authenticatedAt;
  delete intent.method;
  account.tell("payment_intent.payment_failed", intentView(account, intent));
}
