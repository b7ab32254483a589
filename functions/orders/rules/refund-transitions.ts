import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { givePlace, withErrors, withoutPending } from "./order-transitions.ts";
import type { Attempt, Instruction, ProviderError } from "./payment.ts";
import { withInstruction } from "./payment-changes.ts";
import { recordDisputes, type SeenDispute } from "./record-disputes.ts";
import { refundWhatCameBack } from "./refund-what-came-back.ts";

/** A refund is accepted, or refused for a reason: then a person decides. */
export function recordRefund(
  order: Order,
  refund: Instruction,
  refusal: string | undefined,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const settled = refusal === undefined ? { state: "DONE" as const } : { state: "REFUSED" as const, reason: refusal };
  return nextOrder(order, withInstruction(withoutPending(withErrors(order, errors)), refund, settled), context);
}

/** A dispute stands otherwise than was known: the refund gives its place, and waits until no dispute is open. */
export function recordFoundDisputes(
  order: Order,
  attempt: Attempt,
  disputes: readonly SeenDispute[],
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const recorded = recordDisputes(givePlace(withErrors(order, errors)), attempt, disputes, context.now);
  return nextOrder(order, refundWhatCameBack(order, recorded), context);
}
