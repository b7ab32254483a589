import type { Order } from "../orders/rules/order.ts";
import { payAgain } from "../orders/rules/pay-again.ts";
import type { PaidWith } from "../orders/rules/payment.ts";
import { BY_HAND, loadProvider, requireAccepted, unknownMethod } from "../providers/load-provider.ts";
import { type AnsweredPayment, type KeyedPaymentRequest, requestPayment } from "./request-payment.ts";

export interface AuthorizePaymentRequest extends KeyedPaymentRequest {
  readonly paidWith: PaidWith;
}

/** Has an order paid with another payment method, after a decline or an expiry. */
export function authorizePayment({ paidWith, ...request }: AuthorizePaymentRequest): Promise<AnsweredPayment> {
  return requestPayment("authorizePayment", request, async (order, asked, context) => {
    const next = payAgain(order, { ...asked, ...paidWith }, context);
    await requireKnown(order, paidWith);
    return next;
  });
}

/** @throws 422 `unknown_payment_method` */
async function requireKnown({ id, payment }: Order, paidWith: PaidWith): Promise<void> {
  const provider = await loadProvider(payment.provider);
  if (provider.name !== BY_HAND && paidWith.method !== BY_HAND) return requireAccepted(provider, paidWith);
  throw unknownMethod(
    paidWith.method,
    `Nobody is asked for money that comes another way: record it with POST /payments/${id}/manual when it came.`,
  );
}
