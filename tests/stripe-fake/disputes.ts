import type { Account } from "./account.ts";
import type { ChargeRecord, DisputeRecord } from "./records.ts";
import { chargeView, disputeView } from "./views.ts";

/** What a dispute costs, in minor units: https://stripe.com/pricing#disputes */
const FEE = 1_500;

/** The customer's bank takes the money back, or only asks (an inquiry): https://docs.stripe.com/disputes/how-disputes-work */
export function openDispute(
  account: Account,
  charge: ChargeRecord,
  { reason, isInquiry = false }: { readonly reason: string; readonly isInquiry?: boolean } = { reason: "fraudulent" },
): DisputeRecord {
  const amount = charge.amountCaptured - charge.amountRefunded;
  if (amount <= 0) throw new Error(`Nothing of ${charge.id} can be disputed: no captured money is left of it.`);
  const dispute: DisputeRecord = {
    id: account.newId("dp"),
    created: account.seconds(),
    charge: charge.id,
    intent: charge.intent,
    amount,
    currency: charge.currency,
    reason,
    brand: charge.card.brand,
    isInquiry,
    balanceTransactions: [],
    status: isInquiry ? "warning_needs_response" : "needs_response",
  };
  charge.disputed = true;
  account.disputes.set(dispute.id, dispute);
  account.tell("charge.dispute.created", disputeView(dispute));
  if (!isInquiry) move(account, dispute, -amount, FEE, "charge.dispute.funds_withdrawn");
  account.tell("charge.updated", chargeView(charge));
  return dispute;
}

/** Won: the money comes back. Lost: it is the customer's. https://docs.stripe.com/disputes/responding#review-process */
export function closeDispute(account: Account, dispute: DisputeRecord, result: "won" | "lost"): DisputeRecord {
  if (dispute.status !== "needs_response" && dispute.status !== "warning_needs_response") {
    throw new Error(`${dispute.id} is closed already: ${dispute.status}.`);
  }
  if (dispute.status === "warning_needs_response") {
    dispute.status = "warning_closed";
  } else {
    dispute.status = result;
    if (result === "won") move(account, dispute, dispute.amount, 0, "charge.dispute.funds_reinstated");
  }
  account.tell("charge.dispute.closed", disputeView(dispute));
  return dispute;
}

function move(account: Account, dispute: DisputeRecord, amount: number, fee: number, event: string): void {
  dispute.balanceTransactions.push({ id: account.newId("txn"), created: account.seconds(), amount, fee });
  account.tell(event, disputeView(dispute));
}

/** https://docs.stripe.com/api/disputes/object#dispute_object-is_charge_refundable */
export function isRefundable({ status }: Pick<DisputeRecord, "status">): boolean {
  return status !== "needs_response" && status !== "lost";
}
