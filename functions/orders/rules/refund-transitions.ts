import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { givePlace, withErrors, withoutPending } from "./order-transitions.ts";
import type { Attempt, Instruction, ProviderError } from "./payment.ts";
import { withAttempt, withInstruction } from "./payment-changes.ts";

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

/** The attempt's customer disputes it: its refunds wait until the dispute is over. */
export function holdRefunds(
  order: Order,
  attempt: Attempt,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  return nextOrder(order, withAttempt(givePlace(withErrors(order, errors)), attempt, { disputed: true }), context);
}
