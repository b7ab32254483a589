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
    const message = `Refund amount (${inWords(amount, charge)}) is greater than unrefunded amount on charge (${inWords(left, charge)})`;
    throw invalidRequest(message, { param: "amount" });
  }
  const refund: RefundRecord = {
    id: account.newId("re"),
    created: account.seconds(),
    charge: charge.id,
    intent: charge.intent,
    method: charge.method,
    ...(charge.customer !== undefined && { customer: charge.customer }),
    amount,
    currency: charge.currency,
    metadata: request.metadata ?? {},
    reason: request.reason ?? null,
    isRelease: false,
    isElsewhere,
    balanceTransaction: account.newId("txn"),
    status: charge.card.refund === "pending" ? "pending" : "succeeded",
  };
  account.refunds.set(refund.id, refund);
  account.tell("refund.created", refundView(refund));
  if (refund.status === "pending") charge.amountPending += amount;
  else giveBack(account, charge, refund);
  scheduleResult(account, refund, charge);
  return refund;
}

function inWords(amount: number, { currency }: ChargeRecord): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

function giveBack(account: Account, charge: ChargeRecord, { amount }: RefundRecord): void {
  charge.amountRefunded += amount;
  account.tell("charge.refunded", chargeView(charge));
}

function chargeToRefund(account: Account, { charge: id, payment_intent: intentId }: CreateRefund): ChargeRecord {
  if (id === undefined && intentId === undefined) {
    throw invalidRequest("One of the following params should be provided for this request: payment_intent or charge.");
  }
  if (intentId === undefined) {
    const charge = account.charges.get(id ?? "");
    if (!charge) throw noSuch("charge", id ?? "", "id", 404);
    if (charge.status === "failed") throw noSuccessfulCharge(charge.intent);
    return charge;
  }
  const intent = account.intents.get(intentId);
  if (!intent) throw noSuch("payment_intent", intentId, "payment_intent", 404);
  const charge = intent.latestCharge === undefined ? undefined : existing(account.charges, intent.latestCharge);
  if (charge?.status === "succeeded") return charge;
  throw noSuccessfulCharge(intentId);
}

function noSuccessfulCharge(intent: string) {
  return invalidRequest(`This PaymentIntent (${intent}) does not have a successful charge to refund.`);
}

/** @throws StripeAnswerError where nothing may be refunded: https://docs.stripe.com/error-codes#charge-already-refunded, #charge-disputed */
function requireLeft(account: Account, charge: ChargeRecord): number {
  if (charge.amountCaptured === 0) {
    throw invalidRequest(
      `This uncaptured Charge was created by a PaymentIntent (${charge.intent}). You must cancel the PaymentIntent to ` +
        "reverse the authorization instead of refunding the Charge directly. For more information, see " +
        "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method",
    );
  }
  if (isDisputed(account, charge)) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw invalidRequest(message, { code: "charge_disputed" });
  }
  const left = charge.amountCaptured - charge.amountRefunded - charge.amountPending;
  if (left > 0) return left;
  throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
}

function isDisputed(account: Account, { id }: ChargeRecord): boolean {
  for (const dispute of account.disputes.values()) {
    if (dispute.charge === id && !isRefundable(dispute)) return true;
  }
  return false;
}

/** https://docs.stripe.com/testing#refunds */
function scheduleResult(account: Account, refund: RefundRecord, { card }: ChargeRecord): void {
  const at = account.now() + account.options.refundDelayMs;
  if (card.refund === "pending") account.schedule(at, () => settleRefund(account, refund));
  if (card.refund === "fails") account.schedule(at, () => failRefund(account, refund));
}

/** A refund that is pending goes through, unless the charge was disputed meanwhile. */
export function settleRefund(account: Account, refund: RefundRecord): void {
  if (refund.status !== "pending") return;
  const charge = existing(account.charges, refund.charge);
  if (isDisputed(account, charge)) {
    failRefund(account, refund, "charge_for_pending_refund_disputed");
    return;
  }
  refund.status = "succeeded";
  charge.amountPending -= refund.amount;
  giveBack(account, charge, refund);
  account.tell("refund.updated", refundView(refund));
}

/** The bank sends the money back: it is the account's again. https://docs.stripe.com/refunds#failed-refunds */
export function failRefund(account: Account, refund: RefundRecord, reason = "expired_or_canceled_card"): void {
  if (refund.status === "failed" || refund.status === "canceled") return;
  const charge = existing(account.charges, refund.charge);
  if (refund.status === "pending") charge.amountPending -= refund.amount;
  else charge.amountRefunded -= refund.amount;
  refund.status = "failed";
  refund.failureReason = reason;
  refund.failureBalanceTransaction = account.newId("txn");
  account.tell("refund.updated", refundView(refund));
  account.tell("refund.failed", refundView(refund));
  account.tell("charge.refund.updated", refundView(refund));
}
