import type { Timestamp } from "../../platform/values/time.ts";
import { MAX_REFUNDS } from "./give-back.ts";
import {
  amountDue,
  capturable,
  captures,
  capturesNotRefused,
  heldAttempt,
  isClosed,
  isClosedOrClosing,
  isDisputed,
  isOfMoneyByHand,
  refundable,
} from "./instructions.ts";
import { mayBeEdited } from "./may-edit.ts";
import type { Order } from "./order.ts";
import { isOpenOrder } from "./order-lists.ts";
import { isLeaving, mayBeCancelled } from "./order-transitions.ts";
import { mayBeSplit } from "./parcels.ts";
import { MAX_ATTEMPTS } from "./pay-again.ts";
import type { Instruction } from "./payment.ts";
import { MAX_CAPTURES } from "./payment-requests.ts";
import { isUndecided, mayCancelReturn, mayReceiveReturn, mayRequestReturn } from "./returnable.ts";

export const ACTIONS = [
  "cancel",
  "edit",
  "authorizePayment",
  "capturePayment",
  "voidPayment",
  "refundPayment",
  "recordPayment",
  "splitShipment",
  "requestReturn",
  "approveReturn",
  "rejectReturn",
  "cancelReturn",
  "receiveReturn",
] as const;
export type Action = (typeof ACTIONS)[number];

/** What an order's customer may do with it at all. */
const CUSTOMER_ACTIONS: readonly Action[] = ["cancel", "edit", "authorizePayment", "requestReturn", "cancelReturn"];

const IS_POSSIBLE: Readonly<Record<Action, (order: Order, isCustomer: boolean, now: Timestamp) => boolean>> = {
  cancel: mayBeCancelled,
  edit: mayBeEdited,
  authorizePayment: mayBePaidAgain,
  capturePayment: mayBeCaptured,
  voidPayment: mayBeVoided,
  refundPayment: mayBeRefunded,
  recordPayment: mayBeRecorded,
  splitShipment: mayBeSplit,
  requestReturn: mayRequestReturn,
  approveReturn: ({ returns }) => returns.some(isUndecided),
  rejectReturn: ({ returns }) => returns.some(isUndecided),
  cancelReturn: (order, isCustomer) => order.returns.some((one) => mayCancelReturn(order, one, isCustomer)),
  receiveReturn: (order) => order.returns.some((one) => mayReceiveReturn(order, one)),
};

/** The operations that would succeed now, with some body, for this caller. */
export function allowedActions(order: Order, isCustomer: boolean, now: Timestamp): Action[] {
  return ACTIONS.filter(
    (action) => (!isCustomer || CUSTOMER_ACTIONS.includes(action)) && IS_POSSIBLE[action](order, isCustomer, now),
  );
}

function callsForMoney(order: Order): boolean {
  return isOpenOrder(order) && amountDue(order) > 0;
}

function mayBePaidAgain(order: Order): boolean {
  const { attempts } = order.payment;
  return callsForMoney(order) && attempts.every(isClosed) && attempts.length < MAX_ATTEMPTS;
}

function mayBeCaptured(order: Order): boolean {
  const held = heldAttempt(order);
  if (!held || !mayBeReceived(order) || capturable(order, held) <= 0) return false;
  // A capture after which nothing pays the rest is refused where the order is not held.
  return held.multicapture === true || order.paymentHoldSeconds > 0 || capturable(order, held) >= amountDue(order);
}

function mayBeVoided(order: Order): boolean {
  return !isLeaving(order) && order.payment.attempts.some((one) => !isClosedOrClosing(order, one));
}

function mayBeRefunded(order: Order): boolean {
  const { attempts, instructions } = order.payment;
  const refunds = instructions.filter(({ kind }) => kind === "REFUND");
  const isUndisputed = !attempts.some(isDisputed);
  const hasMoney = captures(order, "DONE").some((capture) => refundable(order, capture) > 0);
  return isUndisputed && hasMoney && refunds.length < MAX_REFUNDS;
}

/** Money that came, or that a person gave back, by hand. */
function mayBeRecorded(order: Order): boolean {
  return mayBeReceived(order) || order.payment.instructions.some((one) => waitsForPerson(order, one));
}

function mayBeReceived(order: Order): boolean {
  return callsForMoney(order) && capturesNotRefused(order).length < MAX_CAPTURES;
}

function waitsForPerson(order: Order, one: Instruction): boolean {
  return one.kind === "REFUND" && one.state === "REFUSED" && isOfMoneyByHand(order, one);
}
