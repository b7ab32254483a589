import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import type { ProviderRefund, Refund, RefundRequest } from "../payment-provider.ts";
import { capturedOf } from "./sandbox-authorization.ts";
import type { Decision, SandboxAuthorization } from "./sandbox-items.ts";
import { sandboxMethod } from "./sandbox-methods.ts";
import { lateSeconds } from "./sandbox-settings.ts";

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
  if (isDisputed(found)) return "the payment is disputed";
  const rest = refundableOf(found, moment);
  return amount > rest ? `${rest} of what was captured can be refunded, and not ${amount}` : undefined;
}

/** Minor units captured and not given back: a refund that failed gives nothing back. */
function refundableOf(found: SandboxAuthorization, moment: Timestamp): number {
  const refunds = refundsAt(found, moment).filter(({ status }) => status !== "FAILED");
  return refunds.reduce((rest, { amount }) => rest - amount, capturedOf(found));
}

/** The refunds as they stand at a moment: the customer's bank takes its time. */
export function refundsAt({ method, refunds }: SandboxAuthorization, moment: Timestamp): ProviderRefund[] {
  const done = sandboxMethod(method).refund === "fails" ? "FAILED" : "DONE";
  return refunds.map(({ key, amount, at }) => ({
    ...(key !== undefined && { key }),
    amount,
    status: isOver(at, moment) ? (key === undefined ? "DONE" : done) : "PENDING",
  }));
}

/** Whether the customer's bank disputes what was captured. */
export function isDisputed({ method, captures }: SandboxAuthorization): boolean {
  return captures.length > 0 && sandboxMethod(method).disputed === true;
}

function isOver(since: Timestamp, moment: Timestamp): boolean {
  return secondsAfter(since, lateSeconds()) <= moment;
}
