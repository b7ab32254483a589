import type { Guards } from "../guards.ts";
import { changeInstruction, type DisputeStatus, MANUAL, type Order } from "../order.ts";
import { capturesIn, refundable } from "./captures.ts";

/** How a dispute stands. A lost one took money: refunds that nobody has asked the bank for are lowered by it. */
export function recordDispute(order: Order, dispute: DisputeStatus, guards: Guards): Order {
  let after: Order = { ...order, dispute };
  if (dispute !== "LOST" || order.dispute === "LOST") return after;
  for (const { number, capture } of capturesIn(after, "DONE", "IN_FLIGHT")) {
    if (capture.target === MANUAL) continue;
    let beyond = -refundable(after, number, guards);
    for (const [refund, { kind, state, target, amount }] of after.instructions.entries()) {
      if (kind !== "REFUND" || target !== number || state !== "REQUESTED" || beyond <= 0) continue;
      const less = Math.min(amount, beyond);
      const isOver = less === amount;
      after = changeInstruction(after, refund, { amount: amount - less, state: isOver ? "DONE" : state });
      beyond -= less;
    }
  }
  return after;
}
