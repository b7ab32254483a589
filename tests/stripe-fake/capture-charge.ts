import type { Account } from "./account.ts";
import { openDispute } from "./disputes.ts";
import type { ChargeRecord, IntentRecord } from "./records.ts";
import { releaseRest } from "./release-hold.ts";
import { chargeView, intentView } from "./views.ts";

/** Takes a part or all of what is held; after the final capture the rest is let go of. */
export function captureCharge(
  account: Account,
  intent: IntentRecord,
  charge: ChargeRecord,
  { amount, isFinal }: { readonly amount: number; readonly isFinal: boolean },
): void {
  charge.amountCaptured += amount;
  charge.balanceTransaction ??= account.newId("txn");
  intent.amountReceived += amount;
  intent.captures += 1;
  intent.amountCapturable = isFinal ? 0 : intent.amountCapturable - amount;
  if (isFinal) {
    charge.isClosed = true;
    intent.status = "succeeded";
  }
  tellOfCapture(account, intent, charge);
  if (isFinal) releaseRest(account, charge, "captured");
  const { dispute } = charge.card;
  if (isFinal && dispute) openDispute(account, charge, dispute);
}

/** https://docs.stripe.com/payments/multicapture#webhooks */
function tellOfCapture(account: Account, intent: IntentRecord, charge: ChargeRecord): void {
  if (intent.captureMethod === "manual") {
    if (charge.isMulticapture) account.tell("charge.updated", chargeView(charge));
    account.tell("payment_intent.amount_capturable_updated", intentView(account, intent));
    if (charge.isClosed) account.tell("charge.captured", chargeView(charge));
  }
  if (intent.status === "succeeded") account.tell("payment_intent.succeeded", intentView(account, intent));
}
