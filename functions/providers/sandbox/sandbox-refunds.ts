import { derivedId } from "../../platform/values/ids.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import type { ProviderRefund, Refund, RefundRequest } from "../payment-provider.ts";
import { capturedOf } from "./sandbox-authorization.ts";
import { disputesAt, isDisputed } from "./sandbox-disputes.ts";
import type { Decision, SandboxAuthorization } from "./sandbox-items.ts";
import { sandboxMethod } from "./sandbox-methods.ts";
import { isLate, lateSeconds } from "./sandbox-settings.ts";

/** Gives back a part or all of what was captured, once for each key. */
export function refund(
  found: SandboxAuthorization,
  { refundKey, refundAmount }: Pick<RefundRequest, "refundKey" | "refundAmount">,
  moment: Timestamp,
): Decision<Refund> {
  if (found.refunds.some(({ key }) => key === refundKey)) return { answer: { outcome: "accepted" } };
  const reason = reasonToRefuse(found, refundAmount, moment);
  if (reason !== undefined) return { answer: { outcome: "refused", reason } };
  const refunds = [...found.refunds, { key: refundKey, amount: refundAmount, at: moment }];
  return { answer: { outcome: "accepted" }, changes: { refunds } };
}

/** Why a refund is not made; undefined where it is. */
export function reasonToRefuse(found: SandboxAuthorization, amount: number, moment: Timestamp): string | undefined {
  if (sandboxMethod(found.method).refund === "refused") return "the card takes no refunds";
  if (isDisputed(found, moment)) return "the payment is disputed";
  const rest = refundableOf(found, moment);
  return amount > rest ? `${rest} of what was captured can be refunded, and not ${amount}` : undefined;
}

/** Minor units captured, not given back and not lost in a dispute: a refund that failed gives nothing back. */
function refundableOf(found: SandboxAuthorization, moment: Timestamp): number {
  const refunds = refundsAt(found, moment).filter(({ status }) => status !== "FAILED");
  const lost = disputesAt(found, moment).filter(({ status }) => status === "LOST");
  return [...refunds, ...lost].reduce((rest, { amount }) => rest - amount, capturedOf(found));
}

/** The refunds as they stand at a moment: the customer's bank takes its time. */
export function refundsAt(found: SandboxAuthorization, moment: Timestamp): readonly ProviderRefund[] {
  const { refund, refundedElsewhere = refund } = sandboxMethod(found.method);
  return [
    ...found.refunds.map((one) => refundAt(found, one, refund, moment)),
    ...refundsByOthers(found, moment).map((one) => refundAt(found, one, refundedElsewhere, moment)),
  ];
}

function refundAt(
  { reference }: SandboxAuthorization,
  { key, amount, at }: SandboxAuthorization["refunds"][number],
  result: string | undefined,
  moment: Timestamp,
): ProviderRefund {
  const status = !isLate(at, moment) ? "PENDING" : result === "fails" ? "FAILED" : "DONE";
  if (key !== undefined) return { key, amount, status };
  return { reference: derivedId("sbx", reference, "refund", at, String(amount)), amount, status };
}

/** What somebody gave back on the bank's own page by now: half of what was captured, or what was left of it then. */
function refundsByOthers(found: SandboxAuthorization, moment: Timestamp): SandboxAuthorization["refunds"] {
  const captured = found.captures.at(-1);
  if (!sandboxMethod(found.method).refundedElsewhere || !captured || !isLate(captured.at, moment)) return [];
  const at = secondsAfter(captured.at, lateSeconds());
  const before = found.refunds.filter((one) => one.at < at).reduce((sum, one) => sum + one.amount, 0);
  const amount = Math.min(Math.floor(capturedOf(found) / 2), capturedOf(found) - before);
  return amount > 0 ? [{ amount, at }] : [];
}
