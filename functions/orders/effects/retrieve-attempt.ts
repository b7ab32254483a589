import type { PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import type { Order } from "../rules/order.ts";
import type { Attempt } from "../rules/payment.ts";
import { attemptRequest } from "./attempt-request.ts";
import { callProvider } from "./call-provider.ts";

/** An attempt as the provider knows it now; undefined without an answer. Nothing is recorded. */
export async function retrieveAttempt(
  order: Order,
  attempt: Attempt,
  provider: PaymentProvider,
): Promise<ProviderPayment | undefined> {
  const request = attemptRequest(order, attempt);
  const { answer } = await callProvider<ProviderPayment | "unseen">({
    orderId: order.id,
    effect: "RETRIEVE",
    ask: async (signal) => (await provider.retrieve(request, signal)) ?? "unseen",
    find: async () => undefined,
  });
  return answer === "unseen" ? undefined : answer;
}
