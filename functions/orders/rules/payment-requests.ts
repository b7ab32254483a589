import { spellMoney } from "../../platform/values/money.ts";
import { idempotencyKeyReused, problem, problemError } from "../../platform/values/problems.ts";
import { amountDue, capturesNotRefused, isOpen } from "./instructions.ts";
import type { Order } from "./order.ts";
import { isOpenOrder } from "./order-lists.ts";
import type { Instruction } from "./payment.ts";
import { paymentStatus } from "./payment-status.ts";

export const nothingDue = problem(409, "nothing_due", "The order calls for no more money.");
export const orderEnded = problem(409, "order_ended", "The order has ended.");
export const nothingAuthorized = problem(409, "nothing_authorized", "No payment of the order is authorized.");
export const amountTooLarge = problem(409, "amount_too_large", "The amount is more than there is.");
export const tooManyPayments = problem(422, "too_many_payments", "The order has too many payments or refunds.");

export const MAX_CAPTURES = 20;

/** A request about an order's money, found again by its id where it is repeated. */
export interface PaymentRequest {
  /** Derived from the caller and the Idempotency-Key. */
  readonly request: string;
  /** Of the request's body. */
  readonly fingerprint: string;
}

/**
 * Whether a request was accepted before: it is not carried out again.
 * @throws 422 `idempotency_key_reused` where the accepted one had another body
 */
export function wasAccepted(order: Order, { request, fingerprint }: PaymentRequest): boolean {
  const accepted = acceptedRequests(order).find((one) => one.request === request);
  if (!accepted || accepted.fingerprint === fingerprint) return accepted !== undefined;
  throw problemError(
    idempotencyKeyReused,
    `The key was sent before for the payment of ${order.id}, with another body. Use a new key for a new request.`,
  );
}

function acceptedRequests({ payment }: Order) {
  const { attempts, instructions } = payment;
  return [...attempts, ...instructions, ...instructions.flatMap(({ givenBack }) => givenBack ?? [])];
}

/** Whether what a request asked for is not done yet: the provider, or the customer, has to answer. */
export function isWaiting({ payment }: Order, { request }: Pick<PaymentRequest, "request">): boolean {
  const { attempts, instructions } = payment;
  return (
    attempts.some(
      (one) => one.request === request && (one.status === "REQUESTED" || one.status === "ACTION_REQUIRED"),
    ) || instructions.some((one) => one.request === request && isOpen(one))
  );
}

/** What an instruction keeps of the request that asked for it. */
export function namesOf({
  request,
  fingerprint,
}: PaymentRequest): Required<Pick<Instruction, "request" | "fingerprint">> {
  return { request, fingerprint };
}

/** @throws 409 `order_ended` */
export function requireOpen(order: Order): void {
  if (isOpenOrder(order)) return;
  throw problemError(orderEnded, `The order ${order.id} is ${order.status}: nothing more can be paid for it.`);
}

/** What the order still calls for, in minor units. @throws 409 `nothing_due` */
export function requireDue(order: Order): number {
  const amount = amountDue(order);
  if (amount > 0) return amount;
  throw problemError(
    nothingDue,
    `The order ${order.id} calls for no more money: what it costs is captured, or about to be.`,
  );
}

/** @throws 422 `too_many_payments` */
export function requireFewCaptures(order: Order): void {
  if (capturesNotRefused(order).length < MAX_CAPTURES) return;
  throw tooMany(order, `${MAX_CAPTURES} captures`);
}

/** @throws 409 `amount_too_large` */
export function requireAtMost({ currency }: Order, amount: number, most: number, what: string, path = "amount"): void {
  if (amount <= most) return;
  throw problemError(
    amountTooLarge,
    `${spellMoney({ amount: most, currency })} ${what}, not ${spellMoney({ amount, currency })}. Send at most that amount.`,
    { errors: [{ path, message: `must be at most ${most}` }] },
  );
}

export function notAuthorized(order: Order) {
  return problemError(
    nothingAuthorized,
    `The payment of ${order.id} is ${paymentStatus(order)}: nothing is authorized. POST /payments/${order.id}/authorize asks for another payment.`,
  );
}

export function tooMany({ id }: Order, what: string) {
  return problemError(tooManyPayments, `The order ${id} has ${what} already. Settle the rest outside of it.`);
}
