import type { Guards } from "../guards.ts";
import { addInstruction, hasEnded, MANUAL, type Order } from "../order.ts";
import { capturedAmount, capturesIn, lostAmount, PROMISED, refundable } from "./captures.ts";

/**
 * A refund that was made elsewhere failed, or a lost dispute was reversed: the money is back, and the order was settled
 * without it. What it does not call for becomes a refund that waits for a person.
 */
export function refundWhatCameBack(before: Order, order: Order, guards: Guards): Order {
  if (!guards.has("refresh: what came back waits for a person")) return order;
  const cameBack = takenBack(before, guards) - takenBack(order, guards);
  let left = Math.min(cameBack, keptAmount(order, guards) - (hasEnded(order) ? 0 : order.total));
  return capturesIn(order, "DONE", "IN_FLIGHT").reduce((after, { number, capture }) => {
    const amount = capture.target === MANUAL ? 0 : Math.min(left, refundable(order, number, guards));
    if (amount <= 0) return after;
    left -= amount;
    return addInstruction(after, { kind: "REFUND", amount, target: number, state: "REFUSED", cause: "edit" });
  }, order);
}

function takenBack(order: Order, guards: Guards): number {
  return order.refundedElsewhere + lostAmount(order, guards);
}

/** Captured or about to be, and not given back. */
function keptAmount(order: Order, guards: Guards): number {
  let kept = capturedAmount(order, PROMISED) - takenBack(order, guards);
  for (const { kind, state, amount } of order.instructions)
    if (kind === "REFUND" && state !== "REFUSED") kept -= amount;
  return kept;
}
