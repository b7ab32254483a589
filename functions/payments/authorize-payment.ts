import type { Order } from "../orders/rules/order.ts";
import { payAgain } from "../orders/rules/pay-again.ts";
import { BY_HAND, loadProvider, unknownMethod } from "../providers/load-provider.ts";
import { type AnsweredPayment, type KeyedPaymentRequest, requestPayment } from "./request-payment.ts";

/** Has an order paid with another payment method, after a decline or an expiry. */
export function authorizePayment(request: KeyedPaymentRequest & { readonly method: string }): Promise<AnsweredPayment> {
  const { method } = request;
  return requestPayment("authorizePayment", request, async (order, asked, context) => {
    const next = payAgain(order, { ...asked, method }, context);
    await requireKnownMethod(order, method);
    return next;
  });
}

/** @throws 422 `unknown_payment_method` */
async function requireKnownMethod({ id, payment }: Order, method: string): Promise<void> {
  const provider = await loadProvider(payment.provider);
  const rejection =
    provider.name === BY_HAND || method === BY_HAND
      ? `Nobody is asked for money that comes another way: record it with POST /payments/${id}/manual when it came.`
      : provider.rejectMethod(method);
  if (rejection !== undefined) throw unknownMethod(method, rejection);
}
