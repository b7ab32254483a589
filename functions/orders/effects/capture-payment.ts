import { now } from "../../platform/runtime/request-context.ts";
import type { PaymentProvider, Settlement } from "../../providers/payment-provider.ts";
import type { Order } from "../rules/order.ts";
import { effectKey, postpone } from "../rules/order-transitions.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { recordCapture, recordRefusedCapture } from "../rules/shipment-transitions.ts";
import { callProvider } from "./call-provider.ts";
import type { Outcome } from "./outcome.ts";

/** Captures the payment for a dispatch: shipped, refused, or retried later. */
export async function capturePayment(
  order: Order,
  pending: PendingEffect,
  provider: PaymentProvider,
): Promise<Outcome> {
  const { reference, amount } = order.payment;
  const { dispatch } = pending;
  if (reference === undefined || !dispatch)
    throw new Error(`The capture of ${order.id} names no authorization or no shipment.`);
  const { answer, providerErrors } = await callProvider<Settlement>({
    orderId: order.id,
    effect: pending.effect,
    ask: (signal) => provider.capture({ key: effectKey(order, pending), orderId: order.id, reference, amount }, signal),
    find: async (signal) => {
      const found = (await provider.find(order.id, signal)).find((one) => one.reference === reference);
      return found?.status === "CAPTURED" ? { outcome: "done" } : undefined;
    },
  });
  if (!answer) return { order: postpone(order, providerErrors, now()), waits: true };
  if (answer.outcome === "refused") return { order: recordRefusedCapture(order, answer.reason, providerErrors, now()) };
  return { order: recordCapture(order, dispatch, providerErrors, now()), ships: true };
}
