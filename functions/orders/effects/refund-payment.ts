import type { PaymentProvider, ProviderDispute, ProviderPayment, Refund } from "../../providers/payment-provider.ts";
import { attemptOf, instructionOf } from "../rules/instructions.ts";
import type { ChangeContext } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { instructionKey, postpone } from "../rules/order-transitions.ts";
import type { Attempt } from "../rules/payment.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { findsDispute } from "../rules/record-disputes.ts";
import { recordFoundDisputes, recordRefund } from "../rules/refund-transitions.ts";
import { attemptRequest } from "./attempt-request.ts";
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
  const look = async (signal: AbortSignal) => seenRefund(attempt, await provider.retrieve(request, signal), refundKey);
  const { answer, providerErrors } = await callProvider<Refund | FoundDisputes>({
    orderId: order.id,
    effect: pending.effect,
    // First: a provider may have forgotten the key of a refund that it made, and a dispute may be open by now.
    ask: async (signal) => (await look(signal)) ?? provider.refund(request, signal),
    find: look,
  });
  if (!answer) return { order: postpone(order, providerErrors, context()), waits: true };
  if (answer.outcome === "disputed") {
    return { order: recordFoundDisputes(order, attempt, answer.disputes, providerErrors, context()) };
  }
  const refusal = answer.outcome === "refused" ? answer.reason : undefined;
  return { order: recordRefund(order, refund, refusal, providerErrors, context()) };
}

/** A dispute that has to be recorded before anything is given back. */
interface FoundDisputes {
  readonly outcome: "disputed";
  readonly disputes: readonly ProviderDispute[];
}

/** What the provider tells of the refund before it is asked for; undefined where it has not made it. */
function seenRefund(
  attempt: Attempt,
  payment: ProviderPayment | undefined,
  refundKey: string,
): Refund | FoundDisputes | undefined {
  if (payment?.refunds.some(({ key }) => key === refundKey)) return { outcome: "accepted" };
  const { disputes = [] } = payment ?? {};
  return findsDispute(attempt, disputes) ? { outcome: "disputed", disputes } : undefined;
}
