import type { PaymentAttempt } from "../../providers/payment-provider.ts";
import type { Order } from "../rules/order.ts";
import { attemptKey } from "../rules/order-transitions.ts";
import { type Attempt, paidWith } from "../rules/payment.ts";

/** What every call about an attempt tells the provider: a function of what is stored, so that each call says the same. */
export function attemptRequest(order: Order, attempt: Attempt): PaymentAttempt {
  const { method, customer, offSession, amount, createdAt = order.createdAt, reference } = attempt;
  return {
    orderId: order.id,
    key: attemptKey(order, attempt),
    amount: { amount, currency: order.currency },
    ...paidWith(method, customer, offSession),
    createdAt,
    ...(reference !== undefined && { reference }),
  };
}
