import { now } from "../../platform/runtime/request-context.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import type { Closed, PaymentProvider } from "../../providers/payment-provider.ts";
import { attemptOf, instructionOf } from "../rules/instructions.ts";
import type { ChangeContext } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { lastAnswerBy, postpone, recordClosed } from "../rules/order-transitions.ts";
import type { Attempt } from "../rules/payment.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { attemptRequest } from "./attempt-request.ts";
import { callProvider } from "./call-provider.ts";
import type { Outcome } from "./outcome.ts";

/**
 * Closes an attempt at the provider. Where the provider has not seen it and keeps no mark, it is closed only by an answer
 * from after the last moment at which it can appear.
 */
export async function voidPayment(
  order: Order,
  pending: PendingEffect,
  provider: PaymentProvider,
  context: () => ChangeContext,
): Promise<Outcome> {
  const instruction = instructionOf(order, pending.instruction);
  const attempt = attemptOf(order, instruction.attempt);
  const askedAt = now();
  const { answer, providerErrors } = await callProvider<Closed>({
    orderId: order.id,
    effect: pending.effect,
    ask: (signal) => closeAtProvider(order, attempt, provider, signal),
    find: async () => undefined,
  });
  if (!answer) return { order: postpone(order, providerErrors, context()), waits: true };
  const lastAnswer = lastAnswerBy(attempt, provider.settlesWithin);
  if (mayStillAppear(attempt, answer, provider) && askedAt <= lastAnswer) {
    const waitsAlready = pending.dueAt > lastAnswer && providerErrors.length === 0;
    return {
      order: waitsAlready ? order : postpone(order, providerErrors, context(), justAfter(lastAnswer)),
      waits: true,
    };
  }
  return { order: recordClosed(order, instruction, attempt, answer.wasHeld, providerErrors, context()) };
}

function closeAtProvider(
  order: Order,
  attempt: Attempt,
  provider: PaymentProvider,
  signal: AbortSignal,
): Promise<Closed> {
  return provider.close(attemptRequest(order, attempt), signal);
}

/** Whether an authorization whose answer was lost may appear after the provider was asked. */
function mayStillAppear(attempt: Attempt, { isKnown }: Closed, { closeLeavesMark }: PaymentProvider): boolean {
  return attempt.status === "REQUESTED" && !isKnown && !closeLeavesMark;
}

function justAfter(moment: Timestamp): Timestamp {
  return new Date(Date.parse(moment) + 1).toISOString();
}
