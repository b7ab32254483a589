import { type Account, existing } from "./account.ts";
import { isRefundable } from "./disputes.ts";
import type { CreateRefund } from "./parameters.ts";
import type { ChargeRecord, RefundRecord } from "./records.ts";
import { invalidRequest, noSuch } from "./stripe-error.ts";
import { chargeView, refundView } from "./views.ts";

/** Gives back a part or all of what was captured, in as many refunds as it takes: https://docs.stripe.com/api/refunds/create */
export function createRefund(account: Account, request: CreateRefund, isElsewhere = false): RefundRecord {
  const charge = chargeToRefund(account, request);
  const left = requireLeft(account, charge);
  const { amount = left } = request;
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
    throw invalidRequest(message, { param: "amount" });
  }
  const refund: RefundRecord = {
    id: account.newId("re"),
    created: account.seconds(),
    charge: charge.id,
    intent: charge.intent,
    amount,
    currency: charge.currency,
    metadata: request.metadata ?? {},
    reason: request.reason ?? null,
    isRelease: false,
    isElsewhere,
    balanceTransaction: account.newId("txn"),
    status: charge.card.refund === "pending" ? "pending" : "succeeded",
  };
  charge.amountRefunded += amount;
  account.refunds.set(refund.id, refund);
  account.tell("refund.created", refundView(refund));
  account.tell("charge.refunded", chargeView(charge));
  scheduleResult(account, refund, charge);
  return refund;
}

function chargeToRefund(account: Account, { charge: id, payment_intent: intentId }: CreateRefund): ChargeRecord {
  if ((id === undefined) === (intentId === undefined)) {
    throw invalidRequest("One of the following params should be provided for this request: payment_intent or charge.", {
      code: "parameter_missing",
    });
  }
  if (intentId === undefined) {
    const charge = account.charges.get(id ?? "");
    if (!charge) throw noSuch("charge", id ?? "", "charge");
    return charge;
  }
  const intent = account.intents.get(intentId);
  if (!intent) throw noSuch("payment_intent", intentId, "payment_intent");
  const charge = intent.latestCharge === undefined ? undefined : existing(account.charges, intent.latestCharge);
  if (charge?.status === "succeeded") return charge;
  throw invalidRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
    param: "payment_intent",
  });
}

/** @throws StripeAnswerError where nothing may be refunded: https://docs.stripe.com/error-codes#charge-already-refunded, #charge-disputed */
function requireLeft(account: Account, charge: ChargeRecord): number {
  const disputes = [...account.disputes.values()].filter((dispute) => dispute.charge === charge.id);
  if (!disputes.every(isRefundable)) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw invalidRequest(message, { code: "charge_disputed" });
  }
  const left = charge.amountCaptured - charge.amountRefunded;
  if (left > 0) return left;
  if (charge.amountCaptured > 0 || charge.amountReleased > 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  }
  throw invalidRequest(`Charge ${charge.id} has not been captured; cancel its PaymentIntent instead.`);
}

/** https://docs.stripe.com/testing#refunds */
function scheduleResult(account: Account, refund: RefundRecord, { card }: ChargeRecord): void {
  const at = account.now() + account.options.refundDelayMs;
  if (card.refund === "pending") account.schedule(at, () => endPending(account, refund, "succeeded"));
  if (card.refund === "fails") account.schedule(at, () => failRefund(account, refund));
}

export function endPending(account: Account, refund: RefundRecord, result: "succeeded" | "failed"): void {
  if (refund.status !== "pending") return;
  if (result === "failed") {
    failRefund(account, refund);
    return;
  }
  refund.status = "succeeded";
  delete refund.pendingReason;
  account.tell("refund.updated", refundView(refund));
}

/** The bank sends the money back: it is the account's again. https://docs.stripe.com/refunds#failed-refunds */
export function failRefund(account: Account, refund: RefundRecord, reason = "expired_or_canceled_card"): void {
  if (refund.status === "failed" || refund.status === "canceled") return;
  const charge = existing(account.charges, refund.charge);
  refund.status = "failed";
  refund.failureReason = reason;
  refund.failureBalanceTransaction = account.newId("txn");
  charge.amountRefunded -= refund.amount;
  account.tell("refund.updated", refundView(refund));
  account.tell("refund.failed", refundView(refund));
  account.tell("charge.refund.updated", refundView(refund));
}
