import { amountOf } from "../orders/rules/instructions.ts";
import type { Order, OrderId, OrderStatus } from "../orders/rules/order.ts";
import type { Attempt } from "../orders/rules/payment.ts";
import { type Money, spellMoney } from "../platform/values/money.ts";

export const NOTICE_KINDS = ["REFUNDED_ELSEWHERE", "DISPUTE_OPEN"] as const;

/** What the bank did to an order's money without being asked by the shop: no violation, and worth a person's look. */
export interface Notice {
  readonly orderId: OrderId;
  readonly orderStatus: OrderStatus;
  readonly kind: (typeof NOTICE_KINDS)[number];
  readonly amount: Money;
  readonly sentence: string;
}

/** What there is to notice about an order, attempt by attempt. */
export function listNotices({ id, status, currency, payment }: Order): Notice[] {
  return payment.attempts.flatMap((attempt) => {
    const notice = (kind: Notice["kind"], minorUnits: number, sentence: (amount: string) => string): Notice[] => {
      const amount = { amount: minorUnits, currency };
      if (minorUnits === 0) return [];
      return [{ orderId: id, orderStatus: status, kind, amount, sentence: sentence(spellMoney(amount)) }];
    };
    return [
      ...notice("REFUNDED_ELSEWHERE", attempt.refundedElsewhere, (amount) => {
        return `the bank gave ${amount} back that nobody asked Waybill for`;
      }),
      ...notice("DISPUTE_OPEN", disputedAmount(attempt), (amount) => {
        return `the customer's bank disputes ${amount}: answer it at the provider`;
      }),
    ];
  });
}

function disputedAmount({ disputes }: Attempt): number {
  return amountOf(disputes.filter(({ status }) => status === "OPEN"));
}
