import { notFound, problemError } from "../../platform/values/problems.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { isApproved, type Return, type ReturnRefund, type ReturnStatus, returnStates } from "./return.ts";
import { mayCancelReturn } from "./returnable.ts";
import { staffOnly } from "./staff-only.ts";

/** The order's return by its number. @throws 404. */
export function requireReturn(order: Order, number: number): Return {
  const found = order.returns.find((one) => one.number === number);
  if (!found) throw problemError(notFound, `The order ${order.id} has no return ${number}.`);
  return found;
}

/** The order with the return in its next status. @throws 409 `invalid_state_transition`. */
export function transitionReturn(
  order: Order,
  { number, status }: Return,
  next: ReturnStatus,
  { now }: ChangeContext,
  changes: Partial<Return> = {},
): Order {
  const entered = returnStates.transition(status, next);
  const returns = order.returns.map((one) =>
    one.number === number ? { ...one, ...changes, status: entered, updatedAt: now } : one,
  );
  return { ...order, returns };
}

/** What the shop decides about a return: it has come before, or is new. */
export interface Approval {
  readonly number: number;
  /** Where the request says it; else as the shop does with every return. */
  readonly refund: ReturnRefund | undefined;
  readonly refundByDefault: ReturnRefund;
}

/** Units of the return are expected from now on; the order itself where they are already. */
export function approveReturn(order: Order, approval: Approval, context: ChangeContext): Order {
  const found = requireReturn(order, approval.number);
  const { refund = found.refund ?? approval.refundByDefault } = approval;
  if (isApproved(found) && found.refund === refund) return order;
  return nextOrder(order, transitionReturn(order, found, "APPROVED", context, { refund }), context);
}

/** The shop does not take the units back; the order itself where it said so already. */
export function rejectReturn(order: Order, number: number, reason: string, context: ChangeContext): Order {
  const found = requireReturn(order, number);
  if (found.status === "REJECTED" && found.rejectionReason === reason) return order;
  return nextOrder(order, transitionReturn(order, found, "REJECTED", context, { rejectionReason: reason }), context);
}

/**
 * The units are not sent back; the order itself where the return is cancelled already.
 * @throws 409 once units have come; 403 `staff_only` to a customer for a return that the shop made or exchanged
 */
export function cancelReturn(order: Order, number: number, isCustomer: boolean, context: ChangeContext): Order {
  const found = requireReturn(order, number);
  if (found.status === "CANCELLED") return order;
  const next = transitionReturn(order, found, "CANCELLED", context);
  if (!mayCancelReturn(order, found, isCustomer)) throw shopsToCancel(order, found);
  return nextOrder(order, next, context);
}

function shopsToCancel({ id }: Order, { number, exchangeOrderId }: Return) {
  const why = exchangeOrderId === undefined ? "was made by the shop" : `was exchanged for the order ${exchangeOrderId}`;
  return problemError(staffOnly, `Return ${number} of the order ${id} ${why}. Ask the shop to cancel it.`);
}
