import { problem, problemError } from "../../platform/values/problems.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { end, inStatus } from "./end-order.ts";
import { amountDue, captures, instructionOf, isClosed } from "./instructions.ts";
import { cancelOpenUnits } from "./line.ts";
import { type ChangeContext, canBeCarriedOut, claimInstruction, nextOrder } from "./next-order.ts";
import { type Failure, type Order, orderBusy, orderStates, type Shortage } from "./order.ts";
import {
  type Attempt,
  type AttemptStatus,
  type Instruction,
  type ProviderError,
  withProviderErrors,
} from "./payment.ts";
import { closeAttempt, closeAttempts, instruct, withAttempt, withInstruction } from "./payment-changes.ts";
import type { PendingEffect } from "./pending-effect.ts";
import { backoff, CLOCK_SKEW_SECONDS } from "./timing.ts";

export const tooLateToCancel = problem(
  409,
  "too_late_to_cancel",
  "The order can no longer be cancelled by its customer.",
);

/** The provider's idempotency key of an attempt: all tries of it are one authorization. */
export function attemptKey(order: { readonly id: string }, { id }: Pick<Attempt, "id">): string {
  return `${order.id}/${id}`;
}

/** The provider's idempotency key of an instruction. */
export function instructionKey(order: Order, instruction: number): string {
  return `${order.id}/instruction/${instruction}`;
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

/** Payment authorized: the order is CONFIRMED; what is to be captured at placement is requested. */
export function confirm(
  order: Order,
  attempt: Attempt,
  held: Held,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  return nextOrder(order, withHeld(withoutPending(withErrors(order, errors)), attempt, held), context);
}

/** The order with an attempt that holds money. */
export function withHeld(order: Order, attempt: Attempt, { reference, expiresAt, multicapture }: Held): Order {
  const authorized = withAttempt(order, attempt, {
    status: "AUTHORIZED",
    reference,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(multicapture && { multicapture }),
  });
  const confirmed = authorized.status === "PENDING" ? inStatus(authorized, "CONFIRMED") : authorized;
  const amount = amountDue(confirmed);
  if (confirmed.captureAt !== "placement" || amount <= 0) return confirmed;
  return instruct(confirmed, { kind: "CAPTURE", amount, attempt: attempt.id });
}

/** The customer has to do something first: the attempt waits for them until `askUntil`. */
export function requireAction(
  order: Order,
  attempt: Attempt,
  reference: string,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const waiting = withAttempt(withoutPending(withErrors(order, errors)), attempt, {
    status: "ACTION_REQUIRED",
    reference,
    // The answer under this number is spent: once the action is done, it has to be asked anew.
    tries: attempt.tries + 1,
  });
  return nextOrder(order, waiting, context);
}

/** Out of stock: the draft is stored as FAILED; no stock was reserved and no payment requested. */
export function failOutOfStock(
  draft: Order,
  shortages: readonly Shortage[],
  alsoSaid?: (shortage: Shortage) => string,
): Order {
  const short = shortages.map((one) => {
    const { sku, ordered, available } = one;
    return `${ordered} of ${sku} (${[`${available} available`, ...(alsoSaid ? [alsoSaid(one)] : [])].join(", ")})`;
  });
  const failure: Failure = {
    reason: "OUT_OF_STOCK",
    detail: `Not enough stock: ${short.join(", ")}.`,
    shortages: [...shortages],
  };
  const [attempt] = draft.payment.attempts;
  const failed = { ...inStatus(withoutPending(draft), "FAILED"), failure, lines: draft.lines.map(cancelOpenUnits) };
  return attempt ? withAttempt(failed, attempt, { status: "CLOSED" }) : failed;
}

/**
 * Payment declined: the order fails, or waits for another payment. A call that is late may still hold money, so the
 * attempt is closed, too.
 */
export function decline(
  order: Order,
  attempt: Attempt,
  reason: string,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  return nextOrder(order, withDeclined(withoutPending(withErrors(order, errors)), attempt, reason), context);
}

/** The order with a declined attempt. */
export function withDeclined(order: Order, attempt: Attempt, declineReason: string): Order {
  return closeAttempts(withAttempt(order, attempt, { status: "DECLINED", declineReason }));
}

/** The last moment at which an authorization that was requested before `askUntil` can appear at the provider. */
export function lastAnswerBy({ askUntil }: Attempt, settlesWithin: number): Timestamp {
  return secondsAfter(askUntil, settlesWithin + CLOCK_SKEW_SECONDS);
}

/** No answer until `askUntil`: the attempt is closed, because it may still be authorized late. */
export function giveUp(order: Order, attempt: Attempt, context: ChangeContext): Order {
  return nextOrder(order, closeAttempt(order, attempt), context);
}

/** The customer did not do what was asked of them until `askUntil`. */
export function abandonAction(order: Order, attempt: Attempt, context: ChangeContext): Order {
  const abandoned = withAttempt(order, attempt, { declineReason: "the customer did not complete the action in time" });
  return nextOrder(order, closeAttempts(abandoned), context);
}

export interface CancelRequest {
  readonly reason: string;
  readonly actor: string;
  /** The order's customer asks, who may cancel only up to `customerMayCancelUntil`. */
  readonly isCustomer: boolean;
}

/** Whether `cancel` would succeed for this caller. */
export function mayBeCancelled(order: Order, isCustomer: boolean): boolean {
  return isCancellable(order) && !isLeaving(order) && (!isCustomer || customerMayCancel(order));
}

/** Of an order that shipped in part, the rest is cancelled. */
export function isCancellable({ status }: Order): boolean {
  return status === "PARTIALLY_SHIPPED" || orderStates.allows(status, "CANCELLED");
}

/** Whether a shipment is about to leave: what is being captured for it decides. */
export function isLeaving({ shipments }: Order): boolean {
  return shipments.some(({ leaving }) => leaving !== undefined);
}

/** Whether its shipments are not too far for its customer to cancel or to change it. */
export function customerMayCancel({ customerMayCancelUntil: until, shipments }: Order): boolean {
  const hasLeft = shipments.some(({ shippedAt }) => shippedAt !== undefined);
  const isPacked = shipments.some(({ status }) => status === "PACKED");
  return until === "SHIPPED" || (!hasLeft && (until === "PACKED" || !isPacked));
}

/**
 * Cancels what has not shipped. Whatever is or may be authorized is let go of, what was captured is given back.
 * @throws 409 `order_busy` while a shipment is leaving; 409 `invalid_state_transition`, `too_late_to_cancel`.
 */
export function cancel(order: Order, { reason, actor, isCustomer }: CancelRequest, context: ChangeContext): Order {
  if (order.status !== "PARTIALLY_SHIPPED") orderStates.transition(order.status, "CANCELLED");
  requireNotLeaving(order);
  if (isCustomer) requireInTime(order);
  const cancellation = { reason, actor, at: context.now };
  return nextOrder(order, { ...end(order, "CANCELLED"), cancellation }, context);
}

/** @throws 409 `order_busy`: whether the shipment leaves is not known yet. */
export function requireNotLeaving(order: Order): void {
  if (isLeaving(order)) throw orderBusyError(order);
}

/** @throws 409 `too_late_to_cancel`. */
function requireInTime(order: Order): void {
  if (customerMayCancel(order)) return;
  const { id, customerMayCancelUntil: until } = order;
  throw problemError(
    tooLateToCancel,
    `The order ${id} can no longer be cancelled by its customer: that is possible while its shipments are at most ${until}. Ask the shop.`,
  );
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
  if (other) return nextOrder(order, claimInstruction(givePlace(failed, tries), other, context), context);
  const later = secondsAfter(context.now, backoff(tries));
  const attempt = order.payment.attempts.find(({ id }) => id === pending.attempt);
  // The stock is reserved until `askUntil` at most.
  const next = attempt && later > attempt.askUntil ? attempt.askUntil : later;
  const postponed: Order = { ...failed, pending: { ...pending, tries, dueAt: dueAt ?? next } };
  return nextOrder(order, attempt ? withAttempt(postponed, attempt, { tries: attempt.tries + 1 }) : postponed, context);
}

/**
 * The instruction that comes after the pending one and can be carried out; after the last comes the first. AUTHORIZE keeps
 * its place: it ends at `askUntil`.
 */
function otherInstruction(order: Order, { effect, instruction = 0 }: PendingEffect): Instruction | undefined {
  if (effect === "AUTHORIZE") return undefined;
  const { instructions } = order.payment;
  const inTurn = [...instructions.slice(instruction), ...instructions.slice(0, Math.max(0, instruction - 1))];
  return inTurn.find((one) => canBeCarriedOut(order, one));
}

/** The order whose pending effect makes room for another: it is claimed again after that one. */
export function givePlace(order: Order, tries = order.pending?.tries ?? 0): Order {
  const { effect, instruction } = order.pending ?? {};
  const free = withoutPending(order);
  if (instruction !== undefined) return withInstruction(free, instructionOf(order, instruction), { tries });
  return effect === "REFRESH" ? { ...free, payment: { ...free.payment, refresh: true } } : free;
}

/** The error for a second effect while one is in flight. */
export function orderBusyError(order: Order) {
  const doing = order.pending ? ` (${order.pending.effect.toLowerCase()})` : "";
  return problemError(orderBusy, `The order ${order.id} is busy${doing}. Try again in a moment.`, { retryAfter: 2 });
}
