import { instructionOf, isOfMoneyByHand, refundable } from "../orders/rules/instructions.ts";
import type { Order, OrderId, OrderStatus } from "../orders/rules/order.ts";
import type { Instruction } from "../orders/rules/payment.ts";
import type { Money } from "../platform/values/money.ts";

/** A capture or refund that was refused: a person decides what becomes of the money. */
export interface RefusedInstruction {
  readonly orderId: OrderId;
  readonly orderStatus: OrderStatus;
  readonly instruction: number;
  readonly kind: Instruction["kind"];
  readonly amount: Money;
  readonly reason: string;
}

/**
 * The instructions of an order that were refused and leave something to decide, oldest first. A refund leaves nothing
 * where its capture has nothing more to give back: the customer got the money by another refund or by a dispute.
 */
export function listRefused(order: Order): RefusedInstruction[] {
  const { id, status, currency, payment } = order;
  return payment.instructions
    .filter((one) => one.state === "REFUSED" && !isGivenBack(order, one))
    .map(({ id: instruction, kind, amount, reason = "refused" }) => ({
      orderId: id,
      orderStatus: status,
      instruction,
      kind,
      amount: { amount, currency },
      reason,
    }));
}

function isGivenBack(order: Order, refused: Instruction): boolean {
  if (refused.kind !== "REFUND" || isOfMoneyByHand(order, refused)) return false;
  return refundable(order, instructionOf(order, refused.capture)) === 0;
}
