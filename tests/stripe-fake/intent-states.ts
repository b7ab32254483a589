import type { Account } from "./account.ts";
import type { IntentRecord } from "./records.ts";
import { invalidRequest } from "./stripe-error.ts";
import { intentView } from "./views.ts";

/** It holds nothing any more, and never will. */
export function cancelNow(account: Account, intent: IntentRecord, reason?: string): void {
  intent.status = "canceled";
  intent.amountCapturable = 0;
  intent.canceledAt = account.seconds();
  if (reason !== undefined) intent.cancellationReason = reason;
  delete intent.nextAction;
  account.tell("payment_intent.canceled", intentView(account, intent));
}

/** https://docs.stripe.com/error-codes#payment-intent-unexpected-state */
export function unexpectedState(account: Account, intent: IntentRecord, verb: string, allowed: string) {
  return invalidRequest(
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}. ${allowed}`,
    { code: "payment_intent_unexpected_state", payment_intent: intentView(account, intent) },
  );
}
