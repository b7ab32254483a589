import type { Capture, PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import { amountDue, attemptOf, capturedOfAttempt, captures, instructionOf } from "../rules/instructions.ts";
import type { ChangeContext } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { instructionKey, postpone } from "../rules/order-transitions.ts";
import type { Instruction } from "../rules/payment.ts";
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
  const capturedBefore = capturedOfAttempt(order, attempt);
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
    find: async (signal) => captureIn(await provider.retrieve(request, signal), capturedBefore + capture.amount),
  });
  if (!answer) return { order: postpone(order, providerErrors, context()), waits: true };
  if (answer.outcome === "refused") {
    return { order: recordRefusedCapture(order, capture, attempt, answer.reason, providerErrors, context()) };
  }
  return { order: recordCapture(order, capture, attempt, answer.closed, providerErrors, context()) };
}

/** Whether nothing is left to capture after this. */
function isLast(order: Order, capture: Instruction): boolean {
  return amountDue(order) <= 0 && captures(order, "IN_FLIGHT", "REQUESTED").every(({ id }) => id === capture.id);
}

/** Another sum than the expected one tells nothing of this capture: the next call finds out. */
function captureIn(payment: ProviderPayment | undefined, capturedWithIt: number): Capture | undefined {
  if (payment?.captured !== capturedWithIt) return undefined;
  return { outcome: "captured", closed: payment.status !== "AUTHORIZED" };
}
