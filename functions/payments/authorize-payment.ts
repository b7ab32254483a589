import type { Order } from "../orders/rules/order.ts";
import { payAgain } from "../orders/rules/pay-again.ts";
import { problemError } from "../platform/values/problems.ts";
import { loadProvider } from "../providers/load-provider.ts";
import { unknownPaymentMethod } from "../providers/payment-provider.ts";
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
    provider.name === "manual"
      ? `The order is paid by hand: record the money with POST /payments/${id}/manual when it came.`
      : provider.rejectMethod(method);
  if (rejection === undefined) return;
  throw problemError(unknownPaymentMethod, `The payment method "${method}" is unknown. ${rejection}`, {
    errors: [{ path: "paymentMethod", message: "is unknown to the payment provider" }],
  });
}
