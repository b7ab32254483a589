import type { authorizePayment } from "../../../../functions/orders/effects/authorize-payment.ts";
import type { callProvider } from "../../../../functions/orders/effects/call-provider.ts";
import type { Outcome } from "../../../../functions/orders/effects/outcome.ts";
import type { voidPayment } from "../../../../functions/orders/effects/void-payment.ts";
import type { Order } from "../../../../functions/orders/rules/order.ts";
import type { confirm, effectKey, giveUp } from "../../../../functions/orders/rules/order-transitions.ts";
import type { PendingEffect } from "../../../../functions/orders/rules/pending-effect.ts";
import type {
  Authorization,
  PaymentProvider,
  ProviderPayment,
} from "../../../../functions/providers/payment-provider.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

type OrderItem = (order: Order) => Readonly<Record<string, unknown>>;
type VoidHeldPayments = (
  order: Order,
  pending: PendingEffect,
  provider: PaymentProvider,
  signal: AbortSignal,
) => Promise<"VOIDED" | "NONE">;

/** The guards of authorizing and voiding. */
export const paying: readonly Mutation[] = [
  guard<typeof confirm>(
    "confirm: claims the shipment",
    "confirm",
    (original, ...given) => withoutPending(original(...given)),
    "an order is placed",
  ),
  guard<typeof authorizePayment>(
    "decline: releases the stock in the same transaction",
    "authorizePayment",
    async (original, ...given) => keepsStock(await original(...given), "PAYMENT_DECLINED"),
    "a payment is declined",
  ),
  guard<typeof authorizePayment>(
    "giveUp: releases the stock in the same transaction",
    "authorizePayment",
    async (original, ...given) => keepsStock(await original(...given), "PAYMENT_UNAVAILABLE"),
    "the provider is down until the authorization deadline",
  ),
  guard<typeof giveUp>(
    "giveUp: claims a void",
    "giveUp",
    (original, ...given) => withoutPending(original(...given)),
    "an authorization appears after the deadline",
  ),
  guard<(order: Order) => boolean>(
    "authorize: no request after authorizeBy",
    "isTooLate",
    (_, { pending }) => pending !== undefined && pending.tries > 3,
    "the provider is down until the authorization deadline",
    "an authorization appears after the deadline",
  ),
  guard<typeof effectKey>(
    "authorize: one key for all attempts",
    "effectKey",
    (original, ...given) => `${original(...given)}/${crypto.randomUUID()}`,
    "the same order is sent three times at the same time",
    "the first authorization response is lost",
  ),
  guard<typeof authorizePayment>(
    "authorize: no answer is not a decline",
    "authorizePayment",
    async (original, order, ...given) => {
      const outcome = await original(order, ...given);
      if (!outcome.waits) return outcome;
      const { decline } = await import("../../../../functions/orders/rules/order-transitions.ts");
      return { order: decline(order, "no answer", [], await currentTime()), releases: true };
    },
    "an authorization appears after the deadline",
    "the first authorization response is lost",
  ),
  guard<(found: readonly ProviderPayment[], key: string) => Authorization | undefined>(
    "authorize: a decline that is found is a decline",
    "authorizationIn",
    (_, found, key) => {
      const payment = found.find((one) => one.key === key);
      return payment && { outcome: "authorized", reference: payment.reference };
    },
    "a payment is declined",
  ),
  guard<OrderItem>(
    "postpone: the effect stays due",
    "toItem",
    (original, order) => (order.pending?.tries ? notDue(original(order)) : original(order)),
    "the provider is down until the authorization deadline",
  ),
  guard<OrderItem>(
    "replaceOrder: a pending effect is due",
    "toItem",
    (original, order) => (order.pending?.effect === "SHIP" ? original(order) : notDue(original(order))),
    "an order is placed",
  ),
  guard<() => boolean>(
    "voidPayment: waits for a late authorization",
    "mayStillAppear",
    () => false,
    "an order is cancelled before its authorization appears",
  ),
  guard<typeof voidPayment>(
    "voidPayment: no answer is not a void",
    "voidPayment",
    async (original, order, ...given) => {
      const outcome = await original(order, ...given);
      const errors = ({ payment }: Order) => payment.providerErrors?.length ?? 0;
      if (!outcome.waits || errors(outcome.order) === errors(order)) return outcome;
      const { recordVoid } = await import("../../../../functions/orders/rules/order-transitions.ts");
      return { order: recordVoid(order, "NONE", [], await currentTime()) };
    },
    "an order is cancelled while the provider does not void",
  ),
  guard<VoidHeldPayments>(
    "voidPayment: voids what is held",
    "voidHeldPayments",
    async (_, order, _pending, provider, signal) => {
      const found = await provider.find(order.id, signal);
      return found.some(({ status }) => status !== "DECLINED") ? "VOIDED" : "NONE";
    },
    "an order is cancelled before it is packed",
  ),
  {
    ...guard<typeof callProvider>("callProvider: a lost answer is looked for", "callProvider", (original, call) =>
      original({ ...call, find: async () => undefined }),
    ),
    secondLine: "a retry under the same key returns the same answer; the lookup saves a wait",
  },
];

function withoutPending({ pending: _, ...order }: Order): Order {
  return order;
}

function keepsStock(outcome: Outcome, reason: string): Outcome {
  return outcome.order.failure?.reason === reason ? { ...outcome, releases: false } : outcome;
}

function notDue({ due: _, ...item }: Readonly<Record<string, unknown>>) {
  return item;
}

async function currentTime(): Promise<string> {
  const { now } = await import("../../../../functions/platform/runtime/request-context.ts");
  return now();
}
