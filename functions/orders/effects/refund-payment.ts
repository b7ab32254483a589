import type { PaymentProvider, Refund } from "../../providers/payment-provider.ts";
import { attemptOf, instructionOf } from "../rules/instructions.ts";
import type { ChangeContext } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { instructionKey, postpone } from "../rules/order-transitions.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { recordRefund } from "../rules/refund-transitions.ts";
import { attemptRequest, paymentOf } from "./attempt-request.ts";
import { callProvider } from "./call-provider.ts";
import type { Outcome } from "./outcome.ts";

/** Gives money of a capture back: done once the provider accepts it, refused, or retried later. */
export async function refundPayment(
  order: Order,
  pending: PendingEffect,
  provider: PaymentProvider,
  context: () => ChangeContext,
): Promise<Outcome> {
  const refund = instructionOf(order, pending.instruction);
  const attempt = attemptOf(order, instructionOf(order, refund.capture).attempt);
  const { reference } = attempt;
  if (reference === undefined) throw new Error(`Attempt ${attempt.id} of ${order.id} has nothing to be given back.`);
  const refundKey = instructionKey(order, refund.id);
  const request = { ...attemptRequest(order, attempt), reference, refundKey, refundAmount: refund.amount };
  const { answer, providerErrors } = await callProvider<Refund>({
    orderId: order.id,
    effect: pending.effect,
    ask: (signal) => provider.refund(request, signal),
    find: async (signal) => {
      const refunds = paymentOf(order, attempt, await provider.retrieve(order.id, signal))?.refunds ?? [];
      return refunds.some(({ key }) => key === refundKey) ? { outcome: "accepted" } : undefined;
    },
  });
  if (!answer) return { order: postpone(order, providerErrors, context()), waits: true };
  const refusal = answer.outcome === "refused" ? answer.reason : undefined;
  return { order: recordRefund(order, refund, refusal, providerErrors, context()) };
}
