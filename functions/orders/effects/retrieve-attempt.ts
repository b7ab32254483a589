import type { PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import type { Order } from "../rules/order.ts";
import type { Attempt } from "../rules/payment.ts";
import { paymentOf } from "./attempt-request.ts";
import { callProvider } from "./call-provider.ts";

/** An attempt as the provider knows it now; undefined without an answer. Nothing is recorded. */
export async function retrieveAttempt(
  order: Order,
  attempt: Attempt,
  provider: PaymentProvider,
): Promise<ProviderPayment | undefined> {
  const { answer = [] } = await callProvider<readonly ProviderPayment[]>({
    orderId: order.id,
    effect: "RETRIEVE",
    ask: (signal) => provider.retrieve(order.id, signal),
    find: async () => undefined,
  });
  return paymentOf(order, attempt, answer);
}
