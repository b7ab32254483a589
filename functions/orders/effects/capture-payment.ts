import type { Capture, PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import { amountDue, attemptOf, captures, instructionOf } from "../rules/instructions.ts";
import type { ChangeContext } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { instructionKey, postpone } from "../rules/order-transitions.ts";
import type { Attempt, Instruction } from "../rules/payment.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { recordCapture, recordRefusedCapture } from "../rules/shipment-transitions.ts";
import { attemptRequest } from "./attempt-request.ts";
import { callProvider } from "./call-provider.ts";
import type { Outcome } from "./outcome.ts";

/** Captures a payment, or a part of it: done, refused, or retried later. */
export async function capturePayment(
  order: Order,
  pending: PendingEffect,
  provider: PaymentProvider,
  context: () => ChangeContext,
): Promise<Outcome> {
  const capture = instructionOf(order, pending.instruction);
  const attempt = attemptOf(order, capture.attempt);
  const { reference } = attempt;
  if (reference === undefined) throw new Error(`Attempt ${attempt.id} of ${order.id} has nothing to be captured.`);
  const capturedBefore = capturedOf(order, attempt);
  const request = {
    ...attemptRequest(order, attempt),
    reference,
    captureKey: instructionKey(order, capture.id),
    captureAmount: capture.amount,
    capturedBefore,
    final: isLast(order, capture),
  };
  const { answer, providerErrors } = await callProvider<Capture>({
    orderId: order.id,
    effect: pending.effect,
    ask: (signal) => provider.capture(request, signal),
    find: async (signal) => captureIn(await provider.retrieve(request, signal), capturedBefore),
  });
  if (!answer) return { order: postpone(order, providerErrors, context()), waits: true };
  if (answer.outcome === "refused") {
    return { order: recordRefusedCapture(order, capture, attempt, answer.reason, providerErrors, context()) };
  }
  return { order: recordCapture(order, capture, attempt, answer.closed, providerErrors, context()) };
}

/** Minor units that were captured of the attempt before. */
function capturedOf(order: Order, { id }: Attempt): number {
  const done = captures(order, "DONE").filter(({ attempt }) => attempt === id);
  return done.reduce((sum, { amount }) => sum + amount, 0);
}

/** Whether nothing is left to capture after this. */
function isLast(order: Order, capture: Instruction): boolean {
  return amountDue(order) <= 0 && captures(order, "IN_FLIGHT", "REQUESTED").every(({ id }) => id === capture.id);
}

function captureIn(payment: ProviderPayment | undefined, capturedBefore: number): Capture | undefined {
  if (!payment || payment.captured <= capturedBefore) return undefined;
  return { outcome: "captured", closed: payment.status !== "AUTHORIZED" };
}
