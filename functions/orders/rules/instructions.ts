import type { Order } from "./order.ts";
import type { Attempt, AttemptStatus, Instruction } from "./payment.ts";
import { orderTotal } from "./total.ts";

/** What the order's captures, refunds and voids add up to. */

const CLOSED: readonly AttemptStatus[] = ["VOIDED", "CLOSED", "EXPIRED", "CAPTURED"];

/** Whether the provider holds nothing for the attempt, and never will. */
export function isClosed({ status }: Attempt): boolean {
  return CLOSED.includes(status);
}

/** Whether the attempt is about to be closed. */
export function isClosing({ payment }: Order, { id }: Attempt): boolean {
  return payment.instructions.some((one) => one.kind === "VOID" && one.attempt === id && isOpen(one));
}

/** Whether the attempt holds nothing, or is about to: there is nothing to let go of. */
export function isClosedOrClosing(order: Order, attempt: Attempt): boolean {
  return isClosed(attempt) || isClosing(order, attempt);
}

/** Whether the instruction is neither done nor refused. */
export function isOpen({ state }: Instruction): boolean {
  return state === "REQUESTED" || state === "IN_FLIGHT";
}

/** Whether it is a refund that is not made while the customer's bank disputes what was captured. */
export function waitsForDispute(order: Order, { kind, capture }: Instruction): boolean {
  if (kind !== "REFUND") return false;
  const { attempt } = instructionOf(order, capture);
  return attempt !== undefined && isDisputed(attemptOf(order, attempt));
}

/** Whether a dispute of the attempt's captures is open. */
export function isDisputed({ disputed, disputes }: Attempt): boolean {
  return disputed === true || disputes.some(({ status }) => status === "OPEN");
}

/** Minor units of the attempt's captures that the shop has no more, by no instruction: refunded elsewhere, or lost in disputes. */
export function takenBack({ refundedElsewhere, disputes }: Attempt): number {
  return refundedElsewhere + amountOf(disputes.filter(({ status }) => status === "LOST"));
}

/** The order's captures in these states. */
export function captures({ payment }: Order, ...states: readonly Instruction["state"][]): Instruction[] {
  return payment.instructions.filter(({ kind, state }) => kind === "CAPTURE" && states.includes(state));
}

/** The order's captures that took money, may have, or still will. */
export function capturesNotRefused(order: Order): Instruction[] {
  return captures(order, "DONE", "IN_FLIGHT", "REQUESTED");
}

/** Minor units of a capture that are given back, or will be: by the provider, or by a person. */
export function promisedRefunds(order: Order, { id }: Instruction): number {
  return amountOf(refundsOf(order).filter(({ capture }) => capture === id));
}

/** Minor units that edits of the order gave back, or will: what it calls for may be more again later. */
export function givenBackByEdits(order: Order): number {
  return amountOf(refundsOf(order).filter(({ cause }) => cause === "edit"));
}

/** The refunds that were made, or will be: one of money that came by hand is REFUSED until a person has given it back. */
export function refundsOf(order: Order): Instruction[] {
  return order.payment.instructions.filter(
    (one) => one.kind === "REFUND" && (one.state !== "REFUSED" || isOfMoneyByHand(order, one)),
  );
}

/** Whether the refund is of money that was recorded by hand: a person gives it back. */
export function isOfMoneyByHand(order: Order, { capture }: Instruction): boolean {
  return instructionOf(order, capture).attempt === undefined;
}

/** Minor units of a capture that may still be given back: what was given back elsewhere, or lost in a dispute, is gone. */
export function refundable(order: Order, capture: Instruction): number {
  const left = capture.amount - promisedRefunds(order, capture);
  const attempt = order.payment.attempts.find(({ id }) => id === capture.attempt);
  if (!attempt) return left;
  const taken = takenCaptures(order).filter((one) => one.attempt === attempt.id);
  const leftOfAttempt = taken.reduce((sum, one) => sum + one.amount - promisedRefunds(order, one), 0);
  return Math.max(0, Math.min(left, leftOfAttempt - takenBack(attempt)));
}

/** The captures that took money, or may have: their outcome can not be taken back, only given back. */
export function takenCaptures(order: Order): Instruction[] {
  return captures(order, "DONE", "IN_FLIGHT");
}

/** Minor units that the order still calls for: neither captured nor about to be. */
export function amountDue(order: Order): number {
  const taken = amountOf(capturesNotRefused(order));
  return orderTotal(order).amount - taken + givenBackByEdits(order);
}

/** Whether everything that the order calls for is captured. */
export function isPaid(order: Order): boolean {
  return amountDue(order) <= 0 && captures(order, "IN_FLIGHT", "REQUESTED").length === 0;
}

/** Minor units that were captured, by a provider or by hand. */
export function capturedAmount(order: Order): number {
  return amountOf(captures(order, "DONE"));
}

/** Minor units that were captured of the attempt. */
export function capturedOfAttempt(order: Order, { id }: Attempt): number {
  return amountOf(captures(order, "DONE").filter(({ attempt }) => attempt === id));
}

/** Minor units that the customer got back: by refunds, elsewhere too, and by disputes that the shop lost. */
export function refundedAmount({ payment }: Order): number {
  const refunds = payment.instructions.filter(({ kind, state }) => kind === "REFUND" && state === "DONE");
  return amountOf(refunds) + payment.attempts.reduce((sum, one) => sum + takenBack(one), 0);
}

/** Minor units of these together. */
export function amountOf(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((sum, { amount }) => sum + amount, 0);
}

/** The attempt that holds the order's money and is not about to let go of it. */
export function heldAttempt(order: Order): Attempt | undefined {
  return order.payment.attempts.find((one) => one.status === "AUTHORIZED" && !isClosing(order, one));
}

/** Minor units of an attempt that may still be captured. */
export function capturable(order: Order, attempt: Attempt): number {
  const taken = capturesNotRefused(order).filter((one) => one.attempt === attempt.id);
  return attempt.amount - amountOf(taken);
}

/** Whether something may still pay: an attempt that is asked for, waits for the customer, or holds money. */
export function mayStillBePaid(order: Order): boolean {
  return order.payment.attempts.some(
    (one) =>
      (one.status === "REQUESTED" || one.status === "ACTION_REQUIRED" || one.status === "AUTHORIZED") &&
      !isClosing(order, one),
  );
}

/** @throws where the order has no such attempt. */
export function attemptOf({ id, payment }: Order, attempt: number | undefined): Attempt {
  const found = payment.attempts.find((one) => one.id === attempt);
  if (!found) throw new Error(`The order ${id} has no payment attempt ${attempt}.`);
  return found;
}

/** @throws where the order has no such instruction. */
export function instructionOf({ id, payment }: Order, instruction: number | undefined): Instruction {
  const found = payment.instructions.find((one) => one.id === instruction);
  if (!found) throw new Error(`The order ${id} has no payment instruction ${instruction}.`);
  return found;
}
