import { problem, problemError } from "../../platform/values/problems.ts";
import { askForPayment } from "./ask-for-payment.ts";
import { isClosed, isClosing } from "./instructions.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { givePlace, orderBusyError } from "./order-transitions.ts";
import type { Attempt, PaidWith } from "./payment.ts";
import { type PaymentRequest, requireDue, requireOpen, tooMany } from "./payment-requests.ts";

export const paymentOpen = problem(409, "payment_open", "An earlier payment of the order may still hold money.");

export const MAX_ATTEMPTS = 20;

/**
 * Asks for the order's money once more, with another payment method.
 * @throws 409 where the order has ended or is paid, where an earlier attempt may still hold money, where it is busy
 */
export function payAgain(
  order: Order,
  { request, fingerprint, ...asked }: PaymentRequest & PaidWith,
  context: ChangeContext,
): Order {
  requireOpen(order);
  const amount = requireDue(order);
  requireFree(order);
  const { attempts } = order.payment;
  if (attempts.length >= MAX_ATTEMPTS) throw tooMany(order, `${MAX_ATTEMPTS} payment attempts`);
  const attempt = { ...asked, amount, createdAt: context.now, request, fingerprint };
  return nextOrder(order, askForPayment(givePlace(order), attempt, context), context);
}

/** Two attempts must never hold money at once: a new one begins only after the earlier ones are closed. */
function requireFree(order: Order): void {
  const open = order.payment.attempts.find((attempt) => !isClosed(attempt));
  if (!open) return;
  throw isClosing(order, open) ? orderBusyError(order) : notClosed(order, open);
}

function notClosed(order: Order, { id, status }: Attempt) {
  return problemError(
    paymentOpen,
    `Payment attempt ${id} of ${order.id} is ${status}, and may hold money. POST /payments/${order.id}/void lets go of it first.`,
  );
}
