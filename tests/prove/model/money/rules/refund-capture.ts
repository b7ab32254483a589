import type { Guards } from "../guards.ts";
import { addInstruction, type Instruction, instructionOf, MANUAL, type Order } from "../order.ts";

/** Decides that an amount of a capture is to be given back; of manual money a person gives it back. */
export function refundCapture(
  order: Order,
  capture: number,
  amount: number,
  cause: Instruction["cause"],
  guards: Guards,
): Order {
  if (amount <= 0) return order;
  const byHand =
    instructionOf(order, capture).target === MANUAL && guards.has("refund: manual money waits for a person");
  const state = byHand ? "REFUSED" : "REQUESTED";
  return addInstruction(order, { kind: "REFUND", amount, target: capture, state, cause });
}
