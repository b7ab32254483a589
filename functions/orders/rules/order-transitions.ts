import { derivedId } from "../../platform/values/ids.ts";
import { spellMoney } from "../../platform/values/money.ts";
import { problemError } from "../../platform/values/problems.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { nextVersion } from "../../platform/values/version.ts";
import {
  type Failure,
  type LineStatus,
  lineStates,
  type Order,
  type OrderLine,
  type OrderStatus,
  orderBusy,
  orderStates,
  type Shortage,
} from "./order.ts";
import { type Payment, type ProviderError, transitionPayment, withProviderErrors } from "./payment.ts";
import type { Effect, PendingEffect } from "./pending-effect.ts";
import { shipmentStates } from "./shipment.ts";
import { backoff, CLOCK_SKEW_SECONDS, type Timing } from "./timing.ts";

type Changes = Partial<Omit<Order, "pending" | "version" | "createdAt" | "updatedAt" | "status">>;

/** The provider's idempotency key of an effect. */
export function effectKey(order: Order, { effect, id }: PendingEffect): string {
  return `${order.id}/${effect}/${id}`;
}

/** The next version, in a state that may follow, with nothing pending. @throws 409 `invalid_state_transition`. */
export function transition(order: Order, status: OrderStatus, changes: Changes, now: Timestamp): Order {
  return clearPending(order, { ...changes, status: orderStates.transition(order.status, status) }, now);
}

/** The next version, with nothing pending. */
export function clearPending(order: Order, changes: Changes & { status?: OrderStatus }, now: Timestamp): Order {
  const { pending: _, ...settled } = nextVersion(order, changes, now);
  return settled;
}

/**
 * The order with a new decision that something outside of the table is to be done: by whoever resumes the order first,
 * from `dueAt` on by the sweeper. The decision's id follows from the version that makes it.
 */
export function withPending(
  order: Order,
  effect: Effect,
  dueAt: Timestamp,
  more: Pick<PendingEffect, "dispatch"> = {},
): Order {
  const id = derivedId("eff", order.id, effect, String(order.version));
  return { ...order, pending: { ...more, effect, id, since: order.updatedAt, dueAt, tries: 0 } };
}

function transitionLines(lines: readonly OrderLine[], status: LineStatus): OrderLine[] {
  return lines.map((line) => ({ ...line, status: lineStates.transition(line.status, status) }));
}

/** The money is held: the order is confirmed and wants a shipment. */
export function confirm(
  order: Order,
  reference: string,
  providerErrors: readonly ProviderError[],
  now: Timestamp,
  timing: Timing,
): Order {
  const payment = withProviderErrors(transitionPayment(order.payment, "AUTHORIZED", { reference }), providerErrors);
  return withPending(transition(order, "CONFIRMED", { payment }, now), "SHIP", secondsAfter(now, timing.shipWithin));
}

function fail(order: Order, failure: Failure, changes: Changes, now: Timestamp): Order {
  return transition(order, "FAILED", { ...changes, failure, lines: transitionLines(order.lines, "CANCELLED") }, now);
}

/** A draft that is stored as failed at once, because there is not enough of something; nothing was held or asked for. */
export function failOutOfStock(draft: Order, shortages: readonly Shortage[], now: Timestamp): Order {
  const short = shortages
    .map(({ sku, ordered, available }) => `${ordered} of ${sku} (${available} available)`)
    .join(", ");
  const payment = { ...draft.payment, status: "NONE" as const };
  const failure: Failure = {
    reason: "OUT_OF_STOCK",
    detail: `There is not enough for ${short}.`,
    shortages: [...shortages],
  };
  return { ...fail(draft, failure, { payment }, now), version: draft.version };
}

/** The provider said no, for good. */
export function decline(order: Order, reason: string, providerErrors: readonly ProviderError[], now: Timestamp): Order {
  const payment = withProviderErrors(
    transitionPayment(order.payment, "DECLINED", { declineReason: reason }),
    providerErrors,
  );
  const detail = `The payment of ${spellMoney(order.total)} was declined: ${reason}.`;
  return fail(order, { reason: "PAYMENT_DECLINED", detail }, { payment }, now);
}

/** When no authorization that was asked for in time can appear any more, given how long the provider may take. */
export function lastAnswerBy({ payment }: Order, settlesWithin: number): Timestamp {
  return secondsAfter(payment.authorizeBy, settlesWithin + CLOCK_SKEW_SECONDS);
}

/** No answer came in time. An authorization may still appear: VOID looks for it until none can. */
export function giveUp(order: Order, now: Timestamp, settlesWithin: number): Order {
  const payment = transitionPayment(order.payment, "UNKNOWN");
  const detail = `The payment provider gave no answer until ${order.payment.authorizeBy}.`;
  return withPending(
    fail(order, { reason: "PAYMENT_UNAVAILABLE", detail }, { payment }, now),
    "VOID",
    lastAnswerBy(order, settlesWithin),
  );
}

export interface CancelRequest {
  readonly reason: string;
  readonly actor: string;
}

/** Whether `cancel` would take the order back, and not refuse. */
export function mayBeCancelled({ status, pending }: Order): boolean {
  return orderStates.allows(status, "CANCELLED") && pending?.effect !== "CAPTURE";
}

/**
 * Takes an order back before anything of it has shipped: its shipments are cancelled, and what money is held or may
 * be held is to be voided. @throws 409 `order_busy` while a capture is in flight; 409 `invalid_state_transition`.
 */
export function cancel(order: Order, { reason, actor }: CancelRequest, now: Timestamp, timing: Timing): Order {
  orderStates.transition(order.status, "CANCELLED");
  requireNoCapture(order);
  const asked = order.payment.status === "PENDING";
  const payment = asked ? transitionPayment(order.payment, "UNKNOWN") : order.payment;
  const shipments = order.shipments.map((shipment) => ({
    ...shipment,
    status: shipmentStates.transition(shipment.status, "CANCELLED"),
  }));
  const cancellation = { reason, actor, at: now };
  const cancelled = transition(
    order,
    "CANCELLED",
    { payment, shipments, cancellation, lines: transitionLines(order.lines, "CANCELLED") },
    now,
  );
  return mayHoldMoney(payment) ? withPending(cancelled, "VOID", secondsAfter(now, timing.resumeAfter)) : cancelled;
}

/** @throws 409 `order_busy`: whether the money will have been captured is not known yet. */
function requireNoCapture(order: Order): void {
  if (order.pending?.effect === "CAPTURE") throw orderBusyError(order);
}

function mayHoldMoney({ status }: Payment): boolean {
  return status === "UNKNOWN" || status === "AUTHORIZED";
}

/** VOID is over: nothing is held any more, and nothing can come. */
export function recordVoid(
  order: Order,
  found: "VOIDED" | "NONE",
  providerErrors: readonly ProviderError[],
  now: Timestamp,
): Order {
  const status = order.payment.status === "AUTHORIZED" ? "VOIDED" : found;
  return clearPending(
    order,
    { payment: withProviderErrors(transitionPayment(order.payment, status), providerErrors) },
    now,
  );
}

/** The pending effect is left for later: at `dueAt`, or after a wait that grows with each try. */
export function postpone(
  order: Order,
  providerErrors: readonly ProviderError[],
  now: Timestamp,
  dueAt?: Timestamp,
): Order {
  if (!order.pending) throw new Error(`The order ${order.id} has nothing pending that could be postponed.`);
  const tries = order.pending.tries + 1;
  const later = secondsAfter(now, backoff(tries));
  const { authorizeBy } = order.payment;
  // The stock of an order that is to be given up is not held longer than it must be.
  const next = order.pending.effect === "AUTHORIZE" && later > authorizeBy ? authorizeBy : later;
  const pending = { ...order.pending, tries, dueAt: dueAt ?? next };
  return nextVersion(order, { pending, payment: withProviderErrors(order.payment, providerErrors) }, now);
}

/** The refusal of a second effect while one is in flight. */
export function orderBusyError(order: Order) {
  const doing = order.pending?.effect.toLowerCase();
  return problemError(orderBusy, `The order ${order.id} is busy (${doing}). Try again in a moment.`, { retryAfter: 2 });
}
