import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { withErrors, withoutPending } from "./order-transitions.ts";
import type { Instruction, ProviderError } from "./payment.ts";
import { withInstruction } from "./payment-changes.ts";

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
