import { now } from "../../platform/runtime/request-context.ts";
import type { Authorization, PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import { attemptOf } from "../rules/instructions.ts";
import type { ChangeContext } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { confirm, decline, giveUp, postpone, requireAction } from "../rules/order-transitions.ts";
import type { Attempt } from "../rules/payment.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { attemptRequest } from "./attempt-request.ts";
import { callProvider } from "./call-provider.ts";
import type { Outcome } from "./outcome.ts";

/** Requests the authorization: the order is confirmed, declined, given up after `askUntil`, or retried later. */
export async function authorizePayment(
  order: Order,
  pending: PendingEffect,
  provider: PaymentProvider,
  context: () => ChangeContext,
): Promise<Outcome> {
  const attempt = attemptOf(order, pending.attempt);
  if (isTooLate(attempt)) return { order: giveUp(order, attempt, context()) };
  const request = { ...attemptRequest(order, attempt), tries: attempt.tries };
  const { answer, providerErrors } = await callProvider<Authorization>({
    orderId: order.id,
    effect: pending.effect,
    ask: (signal) => provider.authorize(request, signal),
    find: async (signal) => authorizationIn(await provider.retrieve(request, signal)),
    until: attempt.askUntil,
  });
  switch (answer?.outcome) {
    case "authorized":
      return { order: confirm(order, attempt, answer, providerErrors, context()) };
    case "declined":
      return { order: decline(order, attempt, answer.reason, providerErrors, context()) };
    case "actionRequired":
      return {
        order: requireAction(order, attempt, answer.reference, providerErrors, context()),
        nextAction: answer.nextAction,
      };
    case undefined:
      return { order: postpone(order, providerErrors, context()), waits: true };
  }
}

/** After `askUntil` no authorization is requested: VOID relies on the last moment at which one can appear. */
function isTooLate({ askUntil }: Attempt): boolean {
  return now() >= askUntil;
}

function authorizationIn(payment: ProviderPayment | undefined): Authorization | undefined {
  switch (payment?.status) {
    case undefined:
    case "UNCONFIRMED":
      return undefined;
    case "ACTION_REQUIRED": {
      const { reference, nextAction } = payment;
      return nextAction && { outcome: "actionRequired", reference, nextAction };
    }
    case "DECLINED":
      return { outcome: "declined", reason: payment.declineReason ?? "declined" };
    case "VOIDED":
    case "EXPIRED":
      return { outcome: "declined", reason: `the authorization is ${payment.status}` };
    case "AUTHORIZED":
    case "CAPTURED": {
      const { reference, expiresAt, multicapture } = payment;
      return {
        outcome: "authorized",
        reference,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(multicapture !== undefined && { multicapture }),
      };
    }
  }
}
