import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { isClosing } from "./instructions.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { abandonAction } from "./order-transitions.ts";
import type { Attempt } from "./payment.ts";
import type { PendingEffect } from "./pending-effect.ts";
import { FIRST_WAIT_SECONDS, MAX_WAIT_SECONDS } from "./timing.ts";
import { isUnpaid } from "./unpaid-order.ts";

/** Something that has to be done with an order at a moment, though nothing is in flight. */
interface Due {
  readonly at: Timestamp;
  readonly change: (order: Order, context: ChangeContext) => Order;
}

/** When the order has to be looked at next: its pending effect, or what time alone brings. */
export function dueAt(order: Order): Timestamp | undefined {
  const moments = [...dueByTime(order).map(({ at }) => at), ...(order.pending ? [order.pending.dueAt] : [])];
  return moments.toSorted()[0];
}

/** What the order waits for, as the sweeper counts it; undefined where nothing is due. */
export function dueWork(order: Order): PendingWork | undefined {
  const at = dueAt(order);
  if (at === undefined) return undefined;
  // What only time brings has not waited before its moment.
  const { effect = "WAIT", since = at, tries = 0 } = order.pending ?? {};
  return { effect, since, dueAt: at, tries };
}

/** What an order waits for, when, and how often it was tried. */
interface PendingWork extends Pick<PendingEffect, "dueAt" | "tries"> {
  readonly effect: string;
  readonly since: Timestamp;
}

/** The order after what time alone has brought by now; the order itself where nothing is due. */
export function afterDue(order: Order, context: ChangeContext): Order {
  const due = dueByTime(order).find(({ at }) => at <= context.now);
  return due ? due.change(order, context) : order;
}

function dueByTime(order: Order): Due[] {
  return [...abandonedActions(order), ...endingHold(order), ...openActions(order), ...expiringAttempts(order)];
}

/** A customer who was asked for an action, and did not do it in time. */
function abandonedActions(order: Order): Due[] {
  return attemptsWithOpenAction(order).map((attempt) => ({
    at: attempt.askUntil,
    change: (now, context) => abandonAction(now, attempt, context),
  }));
}

/**
 * A customer who may have done what was asked of them, and has not come back: the provider is asked, after as long again
 * as the order has waited already.
 */
function openActions(order: Order): Due[] {
  if (isAboutToAskProvider(order)) return [];
  return attemptsWithOpenAction(order).flatMap(({ createdAt = order.createdAt, askUntil }) => {
    const at = afterAsLongAgain(order, createdAt);
    return at < askUntil ? [{ at, change: askProvider }] : [];
  });
}

/** When to ask again: after as long as the order has waited since then, at least 30 s and at most 300 s. */
function afterAsLongAgain({ updatedAt }: Order, since: Timestamp): Timestamp {
  const waited = (Date.parse(updatedAt) - Date.parse(since)) / 1_000;
  return secondsAfter(updatedAt, Math.min(MAX_WAIT_SECONDS, Math.max(FIRST_WAIT_SECONDS, waited)));
}

/** The attempts that wait for their customer. */
export function attemptsWithOpenAction(order: Order): Attempt[] {
  return order.payment.attempts.filter((one) => one.status === "ACTION_REQUIRED" && !isClosing(order, one));
}

/** Whether the provider is going to be asked anyway. */
export function isAboutToAskProvider({ payment, pending }: Order): boolean {
  return payment.refresh === true || pending?.effect === "REFRESH";
}

/** An order that nothing may still pay: it ends when its hold does. */
function endingHold(order: Order): Due[] {
  if (!isUnpaid(order)) return [];
  return [{ at: order.holdUntil ?? order.updatedAt, change: (now, context) => nextOrder(now, now, context) }];
}

/** Money that the provider lets go of by itself: it is asked whether it has, and asked again where it has not yet. */
function expiringAttempts(order: Order): Due[] {
  if (isAboutToAskProvider(order)) return [];
  return order.payment.attempts.flatMap((attempt) => {
    const { status, expiresAt } = attempt;
    if (status !== "AUTHORIZED" || expiresAt === undefined || isClosing(order, attempt)) return [];
    const at = order.updatedAt < expiresAt ? expiresAt : afterAsLongAgain(order, expiresAt);
    return [{ at, change: askProvider }];
  });
}

/** The order whose provider is to be asked how its attempts stand. */
export function askProvider(order: Order, context: ChangeContext): Order {
  return nextOrder(order, { ...order, payment: { ...order.payment, refresh: true } }, context);
}
