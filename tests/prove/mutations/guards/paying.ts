import type { authorizePayment } from "../../../../functions/orders/effects/authorize-payment.ts";
import type { callProvider } from "../../../../functions/orders/effects/call-provider.ts";
import type { voidPayment } from "../../../../functions/orders/effects/void-payment.ts";
import type { ChangeContext } from "../../../../functions/orders/rules/next-order.ts";
import type { Order } from "../../../../functions/orders/rules/order.ts";
import type { attemptKey, decline, giveUp } from "../../../../functions/orders/rules/order-transitions.ts";
import type { Attempt } from "../../../../functions/orders/rules/payment.ts";
import type { stockMoves } from "../../../../functions/orders/stock-moves.ts";
import type {
  Authorization,
  Closed,
  PaymentProvider,
  ProviderPayment,
} from "../../../../functions/providers/payment-provider.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

type OrderItem = (order: Order) => Readonly<Record<string, unknown>>;
type CloseAtProvider = (
  order: Order,
  attempt: Attempt,
  provider: PaymentProvider,
  signal: AbortSignal,
) => Promise<Closed>;

/** The guards of authorizing and voiding. */
export const paying: readonly Mutation[] = [
  guard<(order: Order) => Order>(
    "claimNext: claims the shipment of a confirmed order",
    "claimShipment",
    (_, order) => order,
    "an order is placed",
  ),
  guard<typeof stockMoves>(
    "decline: releases the stock in the same transaction",
    "stockMoves",
    (original, before, after) => (after.failure?.reason === "PAYMENT_DECLINED" ? [] : original(before, after)),
    "a payment is declined",
  ),
  guard<typeof stockMoves>(
    "giveUp: releases the stock in the same transaction",
    "stockMoves",
    (original, before, after) => (after.failure?.reason === "PAYMENT_UNAVAILABLE" ? [] : original(before, after)),
    "the provider is down until the authorization deadline",
  ),
  guard<typeof decline>(
    "decline: closes the attempt",
    "decline",
    (original, ...given) => withoutVoid(original(...given)),
    "a payment is declined",
  ),
  guard<typeof giveUp>(
    "giveUp: closes the attempt",
    "giveUp",
    (original, ...given) => withoutVoid(original(...given)),
    "an authorization appears after the deadline",
  ),
  guard<(attempt: Attempt) => boolean>(
    "authorize: no request after askUntil",
    "isTooLate",
    (_, { tries }) => tries > 3,
    "the provider is down until the authorization deadline",
    "an authorization appears after the deadline",
  ),
  guard<typeof attemptKey>(
    "authorize: one key for all tries",
    "attemptKey",
    (original, ...given) => `${original(...given)}/${crypto.randomUUID()}`,
    "the same order is sent three times at the same time",
    "the first authorization response is lost",
  ),
  guard<typeof authorizePayment>(
    "authorize: no answer is not a decline",
    "orders/effects/authorize-payment.ts authorizePayment",
    async (original, order, ...given) => {
      const outcome = await original(order, ...given);
      if (!outcome.waits) return outcome;
      const { decline } = await import("../../../../functions/orders/rules/order-transitions.ts");
      const [attempt] = order.payment.attempts;
      return attempt ? { order: decline(order, attempt, "no answer", [], await changeNow()) } : outcome;
    },
    "an authorization appears after the deadline",
    "the first authorization response is lost",
  ),
  guard<(payment: ProviderPayment | undefined) => Authorization | undefined>(
    "authorize: a decline that is found is a decline",
    "authorizationIn",
    (_, payment) => payment && { outcome: "authorized", reference: payment.reference },
    "a payment is declined",
  ),
  guard<OrderItem>(
    "postpone: the effect stays due",
    "orders/stored-order.ts toItem",
    (original, order) => (order.pending?.tries ? notDue(original(order)) : original(order)),
    "the provider is down until the authorization deadline",
  ),
  guard<OrderItem>(
    "replaceOrder: a pending effect is due",
    "orders/stored-order.ts toItem",
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
    "voidPayment: no answer is not a close",
    "orders/effects/void-payment.ts voidPayment",
    async (original, order, ...given) => {
      const outcome = await original(order, ...given);
      const errors = ({ payment }: Order) => payment.providerErrors?.length ?? 0;
      if (!outcome.waits || errors(outcome.order) === errors(order)) return outcome;
      const { recordClosed } = await import("../../../../functions/orders/rules/order-transitions.ts");
      const [attempt] = order.payment.attempts;
      const instruction = order.payment.instructions.at(-1);
      if (!attempt || !instruction) return outcome;
      return { order: recordClosed(order, instruction, attempt, false, [], await changeNow()) };
    },
    "an order is cancelled while the provider does not void",
  ),
  guard<CloseAtProvider>(
    "voidPayment: closes what is held",
    "closeAtProvider",
    async (_, order, attempt, provider, signal) => {
      const { attemptRequest } = await import("../../../../functions/orders/effects/attempt-request.ts");
      const found = await provider.retrieve(attemptRequest(order, attempt), signal);
      return { isKnown: found !== undefined, wasHeld: found !== undefined && found.status !== "DECLINED" };
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

/** The order as if nothing had been decided about its money. */
function withoutVoid({ pending: _, ...order }: Order): Order {
  return { ...order, payment: { ...order.payment, instructions: [] } };
}

function notDue({ due: _, ...item }: Readonly<Record<string, unknown>>) {
  return item;
}

async function changeNow(): Promise<ChangeContext> {
  const { automatic } = await import("../../../../functions/orders/change-context.ts");
  return automatic();
}
