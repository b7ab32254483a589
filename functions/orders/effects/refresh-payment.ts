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

/** What of the provider's answer is recorded; its refunds by the instruction that they carry, and those that carry none. */
function asSeen(order: Order, { nextAction: _action, ...payment }: ProviderPayment) {
  const ids = new Map(order.payment.instructions.map(({ id }) => [instructionKey(order, id), id]));
  const refunds = payment.refunds.map((refund) => ({
    instruction: refund.key === undefined ? undefined : ids.get(refund.key),
    reference: refund.key ?? refund.reference,
    amount: refund.amount,
    failed: refund.status === "FAILED",
  }));
  return {
    ...payment,
    disputes: payment.disputes ?? [],
    refunds: refunds.flatMap(({ instruction, failed }) => (instruction === undefined ? [] : [{ instruction, failed }])),
    externalRefunds: refunds
      .filter(({ instruction }) => instruction === undefined)
      .map(({ reference, amount, failed }) => ({ reference, amount, failed })),
  };
}
