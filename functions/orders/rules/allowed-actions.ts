import { MAX_REFUNDS } from "./give-back.ts";
import { amountDue, capturable, captures, heldAttempt, isClosed, refundable } from "./instructions.ts";
import { mayBeEdited } from "./may-edit.ts";
import type { Order } from "./order.ts";
import { isLeaving, mayBeCancelled } from "./order-transitions.ts";
import { mayBeSplit } from "./parcels.ts";
import { MAX_ATTEMPTS } from "./pay-again.ts";
import { MAX_CAPTURES } from "./payment-requests.ts";

export const ACTIONS = [
  "cancel",
  "edit",
  "authorizePayment",
  "capturePayment",
  "voidPayment",
  "refundPayment",
  "recordPayment",
  "splitShipment",
] as const;
export type Action = (typeof ACTIONS)[number];

/** What an order's customer may do with it at all. */
const CUSTOMER_ACTIONS: readonly Action[] = ["cancel", "edit", "authorizePayment"];

const IS_POSSIBLE: Readonly<Record<Action, (order: Order, isCustomer: boolean) => boolean>> = {
  cancel: mayBeCancelled,
  edit: mayBeEdited,
  authorizePayment: mayBePaidAgain,
  capturePayment: mayBeCaptured,
  voidPayment: mayBeVoided,
  refundPayment: mayBeRefunded,
  recordPayment: mayBeRecorded,
  splitShipment: mayBeSplit,
};

/** The operations that would succeed now, with some body, for this caller. */
export function allowedActions(order: Order, isCustomer: boolean): Action[] {
  return ACTIONS.filter(
    (action) => (!isCustomer || CUSTOMER_ACTIONS.includes(action)) && IS_POSSIBLE[action](order, isCustomer),
  );
}

function callsForMoney(order: Order): boolean {
  const { status } = order;
  const goesOn = status === "PENDING" || status === "CONFIRMED" || status === "PARTIALLY_SHIPPED";
  return goesOn && amountDue(order) > 0;
}

function mayBePaidAgain(order: Order): boolean {
  const { pending, payment } = order;
  const isFree = (!pending || pending.effect === "SHIP") && payment.attempts.every(isClosed);
  return callsForMoney(order) && isFree && payment.attempts.length < MAX_ATTEMPTS;
}

function mayBeCaptured(order: Order): boolean {
  const held = heldAttempt(order);
  return held !== undefined && mayBeRecorded(order) && capturable(order, held) > 0;
}

function mayBeVoided(order: Order): boolean {
  return !isLeaving(order) && !order.payment.attempts.every(isClosed);
}

function mayBeRefunded(order: Order): boolean {
  const { attempts, instructions } = order.payment;
  const refunds = instructions.filter(({ kind }) => kind === "REFUND");
  const isUndisputed = attempts.every(({ disputed }) => !disputed);
  return (
    isUndisputed &&
    refunds.length < MAX_REFUNDS &&
    captures(order, "DONE").some((capture) => refundable(order, capture) > 0)
  );
}

function mayBeRecorded(order: Order): boolean {
  return callsForMoney(order) && captures(order, "DONE", "IN_FLIGHT", "REQUESTED").length < MAX_CAPTURES;
}
