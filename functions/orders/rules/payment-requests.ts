import type { Units } from "../../inventory/rules/stock.ts";
import { spellMoney } from "../../platform/values/money.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { secondsAfter } from "../../platform/values/time.ts";
import { amountDue, capturable, captures, heldAttempt, isClosed, isClosing, refundable } from "./instructions.ts";
import { type ChangeContext, claim, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { orderBusyError, requireNotLeaving, withoutPending } from "./order-transitions.ts";
import type { Attempt } from "./payment.ts";
import { closeAttempts, instruct, withInstruction } from "./payment-changes.ts";
import { paymentStatus } from "./payment-status.ts";
import { refundAmount } from "./refund-amount.ts";
import { refund } from "./settle-captures.ts";

export const nothingDue = problem(409, "nothing_due", "The order calls for no more money.");
export const paymentOpen = problem(409, "payment_open", "An earlier payment of the order may still hold money.");
export const orderEnded = problem(409, "order_ended", "The order has ended.");
export const nothingAuthorized = problem(409, "nothing_authorized", "No payment of the order is authorized.");
export const amountTooLarge = problem(409, "amount_too_large", "The amount is more than there is.");
export const paymentDisputed = problem(409, "payment_disputed", "The customer's bank disputes the payment.");
export const tooManyPayments = problem(422, "too_many_payments", "The order has too many payments or refunds.");

export const MAX_ATTEMPTS = 20;
export const MAX_CAPTURES = 20;
export const MAX_REFUNDS = 50;

/** A request about an order's money, found again by its id where it is repeated. */
export interface PaymentRequest {
  /** Derived from the caller and the Idempotency-Key. */
  readonly request: string;
}

/** Whether a request was accepted before: it is not carried out again. */
export function wasAccepted({ payment }: Order, { request }: PaymentRequest): boolean {
  return [...payment.attempts, ...payment.instructions].some((one) => one.request === request);
}

/**
 * Asks for the order's money once more, with another payment method.
 * @throws 409 where the order has ended or is paid, where an earlier attempt may still hold money, where it is busy
 */
export function payAgain(
  order: Order,
  { request, method }: PaymentRequest & { method: string },
  context: ChangeContext,
): Order {
  requireOpen(order);
  const amount = requireDue(order);
  requireFree(order);
  const { attempts } = order.payment;
  if (attempts.length >= MAX_ATTEMPTS) throw tooMany(order, `${MAX_ATTEMPTS} payment attempts`);
  const { now, timing } = context;
  const attempt: Attempt = {
    id: attempts.length + 1,
    method,
    status: "REQUESTED",
    amount,
    createdAt: now,
    askUntil: secondsAfter(now, timing.authorizeWithin),
    tries: 0,
    refundedElsewhere: 0,
    request,
  };
  const free = withoutPending(order);
  const asked = { ...free, payment: { ...order.payment, attempts: [...attempts, attempt] } };
  return nextOrder(order, claim(asked, { effect: "AUTHORIZE", attempt: attempt.id }, context), context);
}

/** Two attempts must never hold money at once: a new one begins only after the earlier ones are closed. */
function requireFree(order: Order): void {
  const isBusy = order.pending !== undefined && order.pending.effect !== "SHIP";
  const open = order.payment.attempts.find((attempt) => !isClosed(attempt));
  if (open && !isClosing(order, open)) throw notClosed(order, open);
  if (open || isBusy) throw orderBusyError(order);
}

function requireOpen({ id, status }: Order): void {
  if (status === "PENDING" || status === "CONFIRMED" || status === "PARTIALLY_SHIPPED") return;
  throw problemError(orderEnded, `The order ${id} is ${status}: nothing more can be paid for it.`);
}

function requireDue(order: Order): number {
  const amount = amountDue(order);
  if (amount > 0) return amount;
  throw problemError(
    nothingDue,
    `The order ${order.id} calls for no more money: what it costs is captured, or about to be.`,
  );
}

/** Minor units to be captured; undefined: all that is due. */
export interface CaptureRequest extends PaymentRequest {
  readonly amount: number | undefined;
  /** Let go of what is not captured. Without several captures, a capture is always final. */
  readonly final: boolean;
}

/** Captures money that is authorized, without waiting for a shipment. @throws 409 where there is not so much. */
export function capture(order: Order, { request, amount, final }: CaptureRequest, context: ChangeContext): Order {
  requireOpen(order);
  requireDue(order);
  const held = heldAttempt(order);
  if (!held) throw notAuthorized(order);
  if (captures(order, "DONE", "IN_FLIGHT", "REQUESTED").length >= MAX_CAPTURES)
    throw tooMany(order, `${MAX_CAPTURES} captures`);
  const most = Math.min(amountDue(order), capturable(order, held));
  const wanted = amount ?? most;
  requireAtMost(order, wanted, most, "can be captured");
  const captured = instruct(order, { kind: "CAPTURE", amount: wanted, attempt: held.id, request });
  return nextOrder(order, final ? closeAttempts(captured) : captured, context);
}

/** Lets go of everything that is authorized, or may be. @throws 409 `nothing_authorized`, `order_busy`. */
export function releasePayment(order: Order, { request }: PaymentRequest, context: ChangeContext): Order {
  requireNotLeaving(order);
  const open = order.payment.attempts.filter((attempt) => !isClosed(attempt));
  if (open.length === 0) throw notAuthorized(order);
  const { instructions } = order.payment;
  const released = closeAttempts(order);
  const added = released.payment.instructions.slice(instructions.length);
  return nextOrder(
    order,
    added.reduce((changed, one) => withInstruction(changed, one, { request }), released),
    context,
  );
}

/** Money to be given back: an amount, what lines cost, or without both all that is left. */
export interface RefundRequest extends PaymentRequest {
  /** Minor units. */
  readonly amount: number | undefined;
  readonly lines: readonly Units[] | undefined;
  readonly reason: string;
}

/**
 * Gives captured money back, of the oldest capture first. What was recorded by hand waits for a person to give it back.
 * @throws 409 where there is not so much left, or a dispute is open; 422 for a SKU that is not in the order
 */
export function giveBack(order: Order, request: RefundRequest, context: ChangeContext): Order {
  requireUndisputed(order);
  const taken = captures(order, "DONE");
  const most = taken.reduce((sum, one) => sum + refundable(order, one), 0);
  const lines = request.lines?.map(({ sku, quantity }) => ({ sku, quantity }));
  let left = lines
    ? refundAmount(
        order,
        lines.map((one) => withRefundedBefore(order, one)),
      ).total
    : (request.amount ?? most);
  requireAtMost(order, left, most, "can be given back");
  const refunds = order.payment.instructions.filter(({ kind }) => kind === "REFUND").length;
  if (refunds >= MAX_REFUNDS) throw tooMany(order, `${MAX_REFUNDS} refunds`);
  const more = { request: request.request, note: request.reason };
  const given = taken.reduce((changed, one) => {
    const amount = Math.min(left, refundable(changed, one));
    if (amount <= 0) return changed;
    const isFirst = changed === order;
    left -= amount;
    return refund(changed, one, amount, isFirst && lines ? { ...more, lines } : more);
  }, order);
  return nextOrder(order, given, context);
}

function withRefundedBefore({ payment }: Order, units: Units) {
  const refunded = payment.instructions
    .filter(({ kind, state }) => kind === "REFUND" && state !== "REFUSED")
    .flatMap(({ lines = [] }) => lines)
    .filter(({ sku }) => sku === units.sku);
  return { ...units, refundedBefore: refunded.reduce((sum, { quantity }) => sum + quantity, 0) };
}

function requireUndisputed({ id, payment }: Order): void {
  if (!payment.attempts.some(({ disputed }) => disputed)) return;
  throw problemError(
    paymentDisputed,
    `The customer's bank disputes the payment of ${id}: what it decides would be given back twice. Answer the dispute at the provider.`,
  );
}

export interface ReceivedRequest extends PaymentRequest {
  /** Minor units. */
  readonly amount: number;
  /** Where it was received: a bank's reference, a receipt's number. */
  readonly reference: string;
}

/** Money that came another way is recorded: what is due becomes less. @throws 409 for more than is due. */
export function recordReceived(
  order: Order,
  { request, amount, reference }: ReceivedRequest,
  context: ChangeContext,
): Order {
  requireOpen(order);
  requireAtMost(order, amount, requireDue(order), "is due");
  if (captures(order, "DONE", "IN_FLIGHT", "REQUESTED").length >= MAX_CAPTURES)
    throw tooMany(order, `${MAX_CAPTURES} captures`);
  return nextOrder(
    order,
    instruct(order, { kind: "CAPTURE", state: "DONE", amount, request, note: reference }),
    context,
  );
}

function requireAtMost({ currency }: Order, amount: number, most: number, what: string): void {
  if (amount <= most && amount > 0) return;
  throw problemError(
    amountTooLarge,
    `${spellMoney({ amount: most, currency })} ${what}, not ${spellMoney({ amount, currency })}. Send at most that amount.`,
    { errors: [{ path: "amount", message: `must be at most ${most}` }] },
  );
}

function notAuthorized(order: Order) {
  return problemError(
    nothingAuthorized,
    `The payment of ${order.id} is ${paymentStatus(order)}: nothing is authorized. POST /payments/${order.id}/authorize asks for another payment.`,
  );
}

function notClosed(order: Order, { id, status }: Attempt) {
  return problemError(
    paymentOpen,
    `Payment attempt ${id} of ${order.id} is ${status}, and may hold money. POST /payments/${order.id}/void lets go of it first.`,
  );
}

function tooMany({ id }: Order, what: string) {
  return problemError(tooManyPayments, `The order ${id} has ${what} already. Settle the rest outside of it.`);
}
