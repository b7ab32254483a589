import { spellMoney } from "../../platform/values/money.ts";
import { problemError } from "../../platform/values/problems.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { captures, instructionOf, isClosed } from "./instructions.ts";
import { cancelOpenUnits } from "./line.ts";
import { type ChangeContext, canBeCarriedOut, claimInstruction, nextOrder } from "./next-order.ts";
import { type Failure, type Order, type OrderStatus, orderBusy, orderStates, type Shortage } from "./order.ts";
import {
  type Attempt,
  type AttemptStatus,
  type Instruction,
  type ProviderError,
  withProviderErrors,
} from "./payment.ts";
import { closeAttempt, closeAttempts, withAttempt, withInstruction } from "./payment-changes.ts";
import type { PendingEffect } from "./pending-effect.ts";
import { shipmentStates } from "./shipment.ts";
import { backoff, CLOCK_SKEW_SECONDS } from "./timing.ts";
import { orderTotal } from "./total.ts";

/** The provider's idempotency key of an attempt: all tries of it are one authorization. */
export function attemptKey(order: Order, { id }: Attempt): string {
  return `${order.id}/${id}`;
}

/** The provider's idempotency key of an instruction. */
export function instructionKey(order: Order, instruction: number): string {
  return `${order.id}/instruction/${instruction}`;
}

/** The order in its next status. @throws 409 `invalid_state_transition`. */
export function inStatus(order: Order, status: OrderStatus): Order {
  return { ...order, status: orderStates.transition(order.status, status) };
}

/** The order with nothing in flight. */
export function withoutPending({ pending: _, ...order }: Order): Order {
  return order;
}

/** The order with these errors of its provider added. */
export function withErrors(order: Order, errors: readonly ProviderError[]): Order {
  return { ...order, payment: withProviderErrors(order.payment, errors) };
}

/** The authorization of an attempt, as the provider gave it. */
export interface Held {
  readonly reference: string;
  readonly expiresAt?: Timestamp;
  readonly multicapture?: boolean;
}

/** Payment authorized: the order is CONFIRMED. */
export function confirm(
  order: Order,
  attempt: Attempt,
  held: Held,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const { reference, expiresAt, multicapture } = held;
  const authorized = withAttempt(withoutPending(withErrors(order, errors)), attempt, {
    status: "AUTHORIZED",
    reference,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(multicapture && { multicapture }),
  });
  return nextOrder(order, inStatus(authorized, "CONFIRMED"), context);
}

function fail(order: Order, failure: Failure): Order {
  return { ...inStatus(order, "FAILED"), failure, lines: order.lines.map(cancelOpenUnits) };
}

/** Out of stock: the draft is stored as FAILED; no stock was reserved and no payment requested. */
export function failOutOfStock(draft: Order, shortages: readonly Shortage[]): Order {
  const short = shortages
    .map(({ sku, ordered, available }) => `${ordered} of ${sku} (${available} available)`)
    .join(", ");
  const failure: Failure = {
    reason: "OUT_OF_STOCK",
    detail: `Not enough stock: ${short}.`,
    shortages: [...shortages],
  };
  const [attempt] = draft.payment.attempts;
  const failed = fail(withoutPending(draft), failure);
  return attempt ? withAttempt(failed, attempt, { status: "CLOSED" }) : failed;
}

/** Payment declined: the order is FAILED. A call that is late may still hold money, so the attempt is closed, too. */
export function decline(
  order: Order,
  attempt: Attempt,
  reason: string,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const declined = withAttempt(withoutPending(withErrors(order, errors)), attempt, {
    status: "DECLINED",
    declineReason: reason,
  });
  const detail = `The payment of ${spellMoney(orderTotal(order))} was declined: ${reason}.`;
  return nextOrder(order, closeAttempts(fail(declined, { reason: "PAYMENT_DECLINED", detail })), context);
}

/** The last moment at which an authorization that was requested before `askUntil` can appear at the provider. */
export function lastAnswerBy({ askUntil }: Attempt, settlesWithin: number): Timestamp {
  return secondsAfter(askUntil, settlesWithin + CLOCK_SKEW_SECONDS);
}

/** No answer until `askUntil`: the order is FAILED, and the attempt is closed, because it may still be authorized late. */
export function giveUp(order: Order, attempt: Attempt, context: ChangeContext): Order {
  const detail = `The payment provider gave no answer until ${attempt.askUntil}.`;
  return nextOrder(order, closeAttempt(fail(order, { reason: "PAYMENT_UNAVAILABLE", detail }), attempt), context);
}

export interface CancelRequest {
  readonly reason: string;
  readonly actor: string;
}

/** Whether `cancel` would succeed. */
export function mayBeCancelled(order: Order): boolean {
  return orderStates.allows(order.status, "CANCELLED") && !isLeaving(order);
}

/** Whether money is being captured, or will be, for a shipment that is to leave. */
function isLeaving(order: Order): boolean {
  return captures(order, "IN_FLIGHT", "REQUESTED").some(({ shipment }) => shipment !== undefined);
}

/**
 * Cancels an order that has not shipped, and its shipments. Whatever is or may be authorized is let go of.
 * @throws 409 `order_busy` while a shipment is leaving; 409 `invalid_state_transition`.
 */
export function cancel(order: Order, { reason, actor }: CancelRequest, context: ChangeContext): Order {
  const cancelled = inStatus(order, "CANCELLED");
  requireNotLeaving(order);
  const shipments = order.shipments.map((shipment) => ({
    ...shipment,
    status: shipmentStates.transition(shipment.status, "CANCELLED"),
  }));
  const cancellation = { reason, actor, at: context.now };
  const lines = order.lines.map(cancelOpenUnits);
  return nextOrder(order, closeAttempts({ ...cancelled, shipments, cancellation, lines }), context);
}

/** @throws 409 `order_busy`: whether the shipment leaves is not known yet. */
function requireNotLeaving(order: Order): void {
  if (isLeaving(order)) throw orderBusyError(order);
}

/** The attempt holds nothing any more, and never will. `wasHeld`: it had held money before. */
export function recordClosed(
  order: Order,
  instruction: Instruction,
  attempt: Attempt,
  wasHeld: boolean,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const closed = withoutPending(withErrors(order, errors));
  const status = statusWhenClosed(order, attempt, wasHeld);
  const ended = isClosed(attempt) ? closed : withAttempt(closed, attempt, { status });
  return nextOrder(order, withInstruction(ended, instruction, { state: "DONE" }), context);
}

function statusWhenClosed(order: Order, { id, status }: Attempt, wasHeld: boolean): AttemptStatus {
  if (captures(order, "DONE").some(({ attempt }) => attempt === id)) return "CAPTURED";
  return wasHeld || status === "AUTHORIZED" ? "VOIDED" : "CLOSED";
}

/**
 * The pending effect is retried later: at `dueAt`, or after a delay that grows with each try. Meanwhile the next
 * instruction has its place: a provider that never answers one call does not hold up the others.
 */
export function postpone(
  order: Order,
  errors: readonly ProviderError[],
  context: ChangeContext,
  dueAt?: Timestamp,
): Order {
  const { pending } = order;
  if (!pending) throw new Error(`The order ${order.id} has nothing pending that could be postponed.`);
  const tries = pending.tries + 1;
  const failed = withErrors(order, errors);
  const other = otherInstruction(order, pending);
  if (other) return nextOrder(order, claimInstruction(givePlace(failed, pending, tries), other, context), context);
  const later = secondsAfter(context.now, backoff(tries));
  const attempt = order.payment.attempts.find(({ id }) => id === pending.attempt);
  // The stock is reserved until `askUntil` at most.
  const next = attempt && later > attempt.askUntil ? attempt.askUntil : later;
  const postponed: Order = { ...failed, pending: { ...pending, tries, dueAt: dueAt ?? next } };
  return nextOrder(order, attempt ? withAttempt(postponed, attempt, { tries: attempt.tries + 1 }) : postponed, context);
}

/** The instruction that comes after the pending one and can be carried out; after the last comes the first. */
function otherInstruction(order: Order, { instruction }: PendingEffect): Instruction | undefined {
  if (instruction === undefined) return undefined;
  const { instructions } = order.payment;
  const inTurn = [...instructions.slice(instruction), ...instructions.slice(0, instruction - 1)];
  return inTurn.find((one) => canBeCarriedOut(order, one));
}

function givePlace(order: Order, { instruction }: PendingEffect, tries: number): Order {
  return withInstruction(withoutPending(order), instructionOf(order, instruction), { tries });
}

/** The error for a second effect while one is in flight. */
export function orderBusyError(order: Order) {
  const doing = order.pending?.effect.toLowerCase();
  return problemError(orderBusy, `The order ${order.id} is busy (${doing}). Try again in a moment.`, { retryAfter: 2 });
}
