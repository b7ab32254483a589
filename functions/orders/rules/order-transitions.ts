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
import { type ProviderError, transitionPayment, withProviderErrors } from "./payment.ts";
import type { Effect, PendingEffect } from "./pending-effect.ts";
import { shipmentStates } from "./shipment.ts";
import { mayHoldMoney } from "./status-matrix.ts";
import { backoff, CLOCK_SKEW_SECONDS, type Timing } from "./timing.ts";

type Changes = Partial<Omit<Order, "pending" | "version" | "createdAt" | "updatedAt" | "status">>;

/** The provider's idempotency key of an effect. */
export function effectKey(order: Order, { effect, id }: PendingEffect): string {
  return `${order.id}/${effect}/${id}`;
}

/** The next version in the next status, with no pending effect. @throws 409 `invalid_state_transition`. */
export function transition(order: Order, status: OrderStatus, changes: Changes, now: Timestamp): Order {
  return clearPending(order, { ...changes, status: orderStates.transition(order.status, status) }, now);
}

/** The next version, with no pending effect. */
export function clearPending(order: Order, changes: Changes & { status?: OrderStatus }, now: Timestamp): Order {
  const { pending: _, ...settled } = nextVersion(order, changes, now);
  return settled;
}

/**
 * The order with a claimed effect: whoever resumes the order first carries it out, from `dueAt` on the sweeper. The
 * effect's id is derived from the order's version.
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

/** Payment authorized: the order is CONFIRMED, SHIP is claimed. */
export function confirm(
  order: Order,
  reference: string,
  providerErrors: readonly ProviderError[],
  now: Timestamp,
  timing: Timing,
): Order {
  const payment = withProviderErrors(transitionPayment(order.payment, "AUTHORIZED", { reference }), providerErrors);
  const confirmed = transition(order, "CONFIRMED", { payment }, now);
  return withPending(confirmed, "SHIP", shipDueAt(order, now, timing));
}

/** When AUTHORIZE would have been due, where that is to come: so the order keeps its place in the due index. */
function shipDueAt({ pending }: Order, now: Timestamp, { shipWithin }: Timing): Timestamp {
  const latest = secondsAfter(now, shipWithin);
  return pending && now < pending.dueAt && pending.dueAt < latest ? pending.dueAt : latest;
}

function fail(order: Order, failure: Failure, changes: Changes, now: Timestamp): Order {
  return transition(order, "FAILED", { ...changes, failure, lines: transitionLines(order.lines, "CANCELLED") }, now);
}

/** Out of stock: the draft is stored as FAILED; no stock was reserved and no payment requested. */
export function failOutOfStock(draft: Order, shortages: readonly Shortage[], now: Timestamp): Order {
  const short = shortages
    .map(({ sku, ordered, available }) => `${ordered} of ${sku} (${available} available)`)
    .join(", ");
  const payment = { ...draft.payment, status: "NONE" as const };
  const failure: Failure = {
    reason: "OUT_OF_STOCK",
    detail: `Not enough stock: ${short}.`,
    shortages: [...shortages],
  };
  return { ...fail(draft, failure, { payment }, now), version: draft.version };
}

/** Payment declined: the order is FAILED. */
export function decline(order: Order, reason: string, providerErrors: readonly ProviderError[], now: Timestamp): Order {
  const payment = withProviderErrors(
    transitionPayment(order.payment, "DECLINED", { declineReason: reason }),
    providerErrors,
  );
  const detail = `The payment of ${spellMoney(order.total)} was declined: ${reason}.`;
  return fail(order, { reason: "PAYMENT_DECLINED", detail }, { payment }, now);
}

/** The last moment at which an authorization that was requested before `authorizeBy` can appear at the provider. */
export function lastAnswerBy({ payment }: Order, settlesWithin: number): Timestamp {
  return secondsAfter(payment.authorizeBy, settlesWithin + CLOCK_SKEW_SECONDS);
}

/** No answer until `authorizeBy`: the order is FAILED, and VOID is claimed for an authorization that may still appear. */
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

/** Whether `cancel` would succeed. */
export function mayBeCancelled({ status, pending }: Order): boolean {
  return orderStates.allows(status, "CANCELLED") && pending?.effect !== "CAPTURE";
}

/**
 * Cancels an order that has not shipped, and its shipments. VOID is claimed where money is or may be authorized.
 * @throws 409 `order_busy` while a capture is in flight; 409 `invalid_state_transition`.
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
  return mayHoldMoney(payment.status)
    ? withPending(cancelled, "VOID", secondsAfter(now, timing.resumeAfter))
    : cancelled;
}

/** @throws 409 `order_busy`: the capture's result is not known yet. */
function requireNoCapture(order: Order): void {
  if (order.pending?.effect === "CAPTURE") throw orderBusyError(order);
}

/** VOID is done: no authorization is left, and none can appear. */
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

/** The pending effect is retried later: at `dueAt`, or after a delay that grows with each attempt. */
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
  // The stock is reserved until `authorizeBy` at most.
  const next = order.pending.effect === "AUTHORIZE" && later > authorizeBy ? authorizeBy : later;
  const pending = { ...order.pending, tries, dueAt: dueAt ?? next };
  return nextVersion(order, { pending, payment: withProviderErrors(order.payment, providerErrors) }, now);
}

/** The error for a second effect while one is in flight. */
export function orderBusyError(order: Order) {
  const doing = order.pending?.effect.toLowerCase();
  return problemError(orderBusy, `The order ${order.id} is busy (${doing}). Try again in a moment.`, { retryAfter: 2 });
}
