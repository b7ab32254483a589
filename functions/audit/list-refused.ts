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

/** The instructions of an order that were refused, oldest first. */
export function listRefused({ id, status, currency, payment }: Order): RefusedInstruction[] {
  return payment.instructions
    .filter(({ state }) => state === "REFUSED")
    .map(({ id: instruction, kind, amount, reason = "refused" }) => ({
      orderId: id,
      orderStatus: status,
      instruction,
      kind,
      amount: { amount, currency },
      reason,
    }));
}
