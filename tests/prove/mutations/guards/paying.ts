import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of authorizing, of giving up and of letting go. */
export const paying: readonly Mutation[] = [
  guard(
    "confirm: claims the shipment",
    "orders/rules/order-transitions",
    'return withPending(transition(order, "CONFIRMED", { payment }, now), "SHIP", secondsAfter(now, timing.shipWithin));',
    'return transition(order, "CONFIRMED", { payment }, now);',
    "an order is placed",
  ),
  guard(
    "decline: gives the stock back in the same transaction",
    "orders/effects/authorize",
    "return { order: decline(order, answer.reason, providerErrors, now()), releases: true };",
    "return { order: decline(order, answer.reason, providerErrors, now()) };",
    "a payment is declined",
  ),
  guard(
    "giveUp: gives the stock back in the same transaction",
    "orders/effects/authorize",
    "return { order: giveUp(order, now(), provider.settlesWithin), releases: true };",
    "return { order: giveUp(order, now(), provider.settlesWithin) };",
    "the bank is down until it is too late",
  ),
  guard(
    "giveUp: claims a void",
    "orders/rules/order-transitions",
    `  return withPending(
    fail(order, { reason: "PAYMENT_UNAVAILABLE", detail }, { payment }, now),
    "VOID",
    lastAnswerBy(order, settlesWithin),
  );`,
    '  return fail(order, { reason: "PAYMENT_UNAVAILABLE", detail }, { payment }, now);',
    "an authorization appears too late",
  ),
  guard(
    "authorize: none is asked for after authorizeBy",
    "orders/effects/authorize",
    "if (now() >= authorizeBy)",
    "if (pending.tries > 3)",
    "the bank is down until it is too late",
    "an authorization appears too late",
  ),
  guard(
    "authorize: one key for every try",
    "orders/effects/authorize",
    "const key = effectKey(order, pending);",
    'const key = effectKey(order, pending) + "/" + now();',
    "the same order is sent three times at once",
    "the bank's first answer is lost",
  ),
  guard(
    "authorize: no answer is not a decline",
    "orders/effects/authorize",
    "if (!answer) return { order: postpone(order, providerErrors, now()), waits: true };",
    'if (!answer) return { order: decline(order, "no answer", providerErrors, now()), releases: true };',
    "an authorization appears too late",
    "the bank's first answer is lost",
  ),
  guard(
    "authorize: a decline that is found is a decline",
    "orders/effects/authorize",
    'if (payment?.status === "DECLINED") return',
    "if (false) return",
    "a payment is declined",
  ),
  guard(
    "postpone: the effect stays due",
    "orders/order-table",
    "...(order.pending && { gsi3pk:",
    "...(order.pending && order.pending.tries === 0 && { gsi3pk:",
    "the bank is down until it is too late",
  ),
  guard(
    "replaceOrder: what is pending is due",
    "orders/order-table",
    "...(order.pending && { gsi3pk:",
    '...(order.pending?.effect === "SHIP" && { gsi3pk:',
    "an order is placed",
  ),
  guard(
    "voidPayment: waits for a late authorization",
    "orders/effects/void",
    'if (order.payment.status === "UNKNOWN" && askedAt <= lastAnswer) {',
    'if (order.payment.status === "UNKNOWN" && false) {',
    "an order is cancelled, and its authorization appears later",
  ),
  guard(
    "voidPayment: no answer is not a void",
    "orders/effects/void",
    "if (answer === undefined) return { order: postpone(order, providerErrors, now()), waits: true };",
    'if (answer === undefined) return { order: recordVoid(order, "NONE", providerErrors, now()) };',
    "an order is cancelled while its bank does not answer",
  ),
  guard(
    "voidPayment: lets go of what is held",
    "orders/effects/void",
    'found.filter(({ status }) => status === "AUTHORIZED")',
    "found.slice(0, 0)",
    "an order is cancelled before it is packed",
  ),
  {
    ...guard(
      "askProvider: a lost answer is looked for",
      "orders/effects/ask-provider",
      'const found = mayStart() ? await attempt("FIND", question.find) : undefined;',
      "const found = undefined;",
    ),
    secondLine: "asking again under the same key brings the same answer; looking for it first saves a wait",
  },
];
