import { log } from "../../platform/runtime/logging.ts";
import { now } from "../../platform/runtime/request-context.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import type { PaymentProvider } from "../../providers/payment-provider.ts";
import type { Order } from "../rules/order.ts";
import { effectKey, lastAnswerBy, postpone, recordVoid } from "../rules/order-transitions.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { callProvider } from "./call-provider.ts";
import type { Outcome } from "./outcome.ts";

/**
 * Voids every authorization of the order at the provider. Where the authorization's answer was lost, VOID is done only
 * after the provider was asked later than the last moment at which that authorization can appear.
 */
export async function voidPayment(order: Order, pending: PendingEffect, provider: PaymentProvider): Promise<Outcome> {
  const askedAt = now();
  const { answer, providerErrors } = await callProvider({
    orderId: order.id,
    effect: pending.effect,
    ask: (signal) => voidHeldPayments(order, pending, provider, signal),
    find: async () => undefined,
  });
  if (answer === undefined) return { order: postpone(order, providerErrors, now()), waits: true };
  const lastAnswer = lastAnswerBy(order, provider.settlesWithin);
  if (mayStillAppear(order, askedAt, lastAnswer)) {
    const waitsAlready = pending.dueAt > lastAnswer && providerErrors.length === 0;
    return { order: waitsAlready ? order : postpone(order, providerErrors, now(), justAfter(lastAnswer)), waits: true };
  }
  return { order: recordVoid(order, answer, providerErrors, now()) };
}

/** Whether an authorization whose answer was lost may appear after the provider was asked. */
function mayStillAppear({ payment }: Order, askedAt: Timestamp, lastAnswer: Timestamp): boolean {
  return payment.status === "UNKNOWN" && askedAt <= lastAnswer;
}

/** Voids every open authorization; a refusal means that it is closed already. @throws ProviderUnavailableError. */
async function voidHeldPayments(
  order: Order,
  pending: PendingEffect,
  provider: PaymentProvider,
  signal: AbortSignal,
): Promise<"VOIDED" | "NONE"> {
  const found = await provider.find(order.id, signal);
  for (const { reference } of found.filter(({ status }) => status === "AUTHORIZED")) {
    const key = `${effectKey(order, pending)}/${reference}`;
    const settlement = await provider.void({ key, orderId: order.id, reference }, signal);
    if (settlement.outcome === "refused") {
      log.warn("authorization was closed already", { orderId: order.id, reference, reason: settlement.reason });
    }
  }
  return found.some(({ status }) => status !== "DECLINED") ? "VOIDED" : "NONE";
}

function justAfter(moment: string): string {
  return new Date(Date.parse(moment) + 1).toISOString();
}
