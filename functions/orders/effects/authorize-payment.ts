import { now } from "../../platform/runtime/request-context.ts";
import type { Authorization, PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import type { Order } from "../rules/order.ts";
import { confirm, decline, effectKey, giveUp, postpone } from "../rules/order-transitions.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import type { Timing } from "../rules/timing.ts";
import { callProvider } from "./call-provider.ts";
import type { Outcome } from "./outcome.ts";

/** Requests the authorization: the order is confirmed, declined, given up after `authorizeBy`, or retried later. */
export async function authorizePayment(
  order: Order,
  pending: PendingEffect,
  provider: PaymentProvider,
  timing: Timing,
): Promise<Outcome> {
  const { authorizeBy, amount, method } = order.payment;
  if (isTooLate(order)) return { order: giveUp(order, now(), provider.settlesWithin), releases: true };
  const key = effectKey(order, pending);
  const { answer, providerErrors } = await callProvider<Authorization>({
    orderId: order.id,
    effect: pending.effect,
    ask: (signal) => provider.authorize({ key, orderId: order.id, amount, method }, signal),
    find: async (signal) => authorizationIn(await provider.find(order.id, signal), key),
    until: authorizeBy,
  });
  if (!answer) return { order: postpone(order, providerErrors, now()), waits: true };
  if (answer.outcome === "authorized")
    return { order: confirm(order, answer.reference, providerErrors, now(), timing) };
  return { order: decline(order, answer.reason, providerErrors, now()), releases: true };
}

/** After `authorizeBy` no authorization is requested: VOID relies on the last moment at which one can appear. */
function isTooLate({ payment }: Order): boolean {
  return now() >= payment.authorizeBy;
}

function authorizationIn(found: readonly ProviderPayment[], key: string): Authorization | undefined {
  const payment = found.find((one) => one.key === key);
  if (payment?.status === "DECLINED") return { outcome: "declined", reason: payment.declineReason ?? "declined" };
  return payment && { outcome: "authorized", reference: payment.reference };
}
