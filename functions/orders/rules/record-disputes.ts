import type { Timestamp } from "../../platform/values/time.ts";
import { amountOf, promisedRefunds, takenBack, takenCaptures } from "./instructions.ts";
import type { Order } from "./order.ts";
import type { Attempt, Dispute } from "./payment.ts";
import { withAttempt, withInstruction } from "./payment-changes.ts";

/** A dispute as the provider tells it. */
export type SeenDispute = Readonly<Pick<Dispute, "reference" | "amount" | "status">>;

/** Whether a dispute is open, or stands otherwise than in the order. */
export function findsDispute(attempt: Attempt, seen: readonly SeenDispute[]): boolean {
  const known = new Map(attempt.disputes.map(({ reference, status }) => [reference, status]));
  return seen.some(({ reference, status }) => status === "OPEN" || status !== known.get(reference));
}

/** How the attempt's disputes stand. What a lost one took is taken off the refunds that nobody has asked the provider for. */
export function recordDisputes(order: Order, before: Attempt, seen: readonly SeenDispute[], now: Timestamp): Order {
  const { disputed: _, ...known } = before;
  const after = { ...known, disputes: disputesAfter(before, seen, now) };
  const recorded = withAttempt(order, after, {});
  return takenBack(after) > takenBack(before) ? lowerRefunds(recorded, after) : recorded;
}

/** A dispute that the provider does not tell of any more has taken nothing. */
function disputesAfter({ disputes }: Attempt, seen: readonly SeenDispute[], seenAt: Timestamp): Dispute[] {
  const known = disputes.map((one): Dispute => {
    const { amount, status } = seen.find(({ reference }) => reference === one.reference) ?? { ...one, status: "WON" };
    return { ...one, amount, status };
  });
  const added = seen.filter(({ reference }) => disputes.every((one) => one.reference !== reference));
  return [...known, ...added.map(({ reference, amount, status }) => ({ reference, amount, status, seenAt }))];
}

function lowerRefunds(order: Order, attempt: Attempt): Order {
  const taken = takenCaptures(order).filter((one) => one.attempt === attempt.id);
  const promised = taken.reduce((sum, one) => sum + promisedRefunds(order, one), 0);
  let beyond = promised + takenBack(attempt) - amountOf(taken);
  const ids = taken.map(({ id }) => id);
  return order.payment.instructions.reduce((changed, refund) => {
    const isLowered = refund.kind === "REFUND" && refund.state === "REQUESTED" && ids.includes(refund.capture ?? 0);
    if (!isLowered || beyond <= 0) return changed;
    const less = Math.min(refund.amount, beyond);
    beyond -= less;
    const amount = refund.amount - less;
    return withInstruction(changed, refund, amount === 0 ? { amount, state: "DONE" } : { amount });
  }, order);
}
