import type { Guards } from "../guards.ts";
import { addInstruction, attemptOf, isAuthorizing, isOver, type Order } from "../order.ts";

/** Decides that an attempt is to hold nothing; an AUTHORIZE in flight gives way in the same write. */
export function closeAttempt(order: Order, attempt: number, guards: Guards): Order {
  if (isClosed(order, attempt, guards) || isClosing(order, attempt)) return order;
  const before = isAuthorizing(order, attempt) ? { ...order, pendingEffect: undefined } : order;
  return addInstruction(before, { kind: "VOID", amount: 0, target: attempt, state: "REQUESTED", cause: "close" });
}

export function closeAllAttempts(order: Order, guards: Guards): Order {
  return order.attempts.reduce((closed, _, number) => closeAttempt(closed, number, guards), order);
}

export function isClosed(order: Order, attempt: number, guards: Guards): boolean {
  const found = attemptOf(order, attempt);
  return isOver(found) || (found.status === "DECLINED" && !guards.has("decline: is not a close"));
}

/** A VOID of the attempt is decided, and not done. */
export function isClosing({ instructions }: Order, attempt: number): boolean {
  return instructions.some(
    ({ kind, target, state }) =>
      kind === "VOID" && target === attempt && (state === "REQUESTED" || state === "IN_FLIGHT"),
  );
}
