import type { PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import type { ChangeContext } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { instructionKey, postpone } from "../rules/order-transitions.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { recordRefresh, type SeenAttempt, worthAsking } from "../rules/refresh-transitions.ts";
import { attemptRequest } from "./attempt-request.ts";
import { callProvider } from "./call-provider.ts";
import type { Outcome } from "./outcome.ts";

/** Asks the provider how the attempts stand, and records what differs. */
export async function refreshPayment(
  order: Order,
  pending: PendingEffect,
  provider: PaymentProvider,
  context: () => ChangeContext,
): Promise<Outcome> {
  const { answer, providerErrors } = await callProvider<readonly SeenAttempt[]>({
    orderId: order.id,
    effect: pending.effect,
    ask: (signal) => seenAttempts(order, provider, signal),
    find: async () => undefined,
  });
  if (!answer) return { order: postpone(order, providerErrors, context()), waits: true };
  return { order: recordRefresh(order, answer, providerErrors, context()) };
}

/** How the attempts that may differ from what is stored stand at the provider; without those it has not seen. */
async function seenAttempts(order: Order, provider: PaymentProvider, signal: AbortSignal): Promise<SeenAttempt[]> {
  const seen = worthAsking(order).map(async (attempt) => {
    const payment = await provider.retrieve(attemptRequest(order, attempt), signal);
    return payment && { attempt: attempt.id, ...asSeen(order, payment) };
  });
  return (await Promise.all(seen)).filter((one) => one !== undefined);
}

/** What of the provider's answer is recorded; its refunds by the instruction that they carry. */
function asSeen(order: Order, { captured: _captured, nextAction: _action, ...payment }: ProviderPayment) {
  const { instructions } = order.payment;
  return {
    ...payment,
    disputed: payment.disputed === true,
    refunds: payment.refunds.map(({ key, amount, status: refund }) => {
      const own = instructions.find(({ id }) => instructionKey(order, id) === key);
      return { instruction: own?.id, amount, failed: refund === "FAILED" };
    }),
  };
}
