import { spellMoney } from "../../platform/values/money.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { withHold, withHoldIfDue } from "./hold.ts";
import { amountDue, capturable, heldAttempt, isClosedOrClosing } from "./instructions.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { requireNotLeaving } from "./order-transitions.ts";
import { closeAttempts, instruct, withInstruction } from "./payment-changes.ts";
import {
  namesOf,
  notAuthorized,
  nothingAuthorized,
  type PaymentRequest,
  requireAtMost,
  requireDue,
  requireFewCaptures,
  requireOpen,
} from "./payment-requests.ts";

export const restUnpayable = problem(409, "rest_unpayable", "Nothing would pay the rest of the order.");

/** Minor units to be captured; undefined: all that is due. */
export interface CaptureRequest extends PaymentRequest {
  readonly amount: number | undefined;
  /** Let go of what is not captured. Without several captures, a capture is always final. */
  readonly final: boolean;
}

/** Captures money that is authorized, without waiting for a shipment. @throws 409 where there is not so much. */
export function capture(order: Order, { amount, final, ...request }: CaptureRequest, context: ChangeContext): Order {
  requireOpen(order);
  requireDue(order);
  const held = heldAttempt(order);
  if (!held) throw notAuthorized(order);
  requireFewCaptures(order);
  const most = Math.min(amountDue(order), capturable(order, held));
  const wanted = amount ?? most;
  requireAtMost(order, wanted, most, "can be captured");
  if (final || !held.multicapture) requireRestPayable(order, wanted);
  const captured = instruct(order, { kind: "CAPTURE", amount: wanted, attempt: held.id, ...namesOf(request) });
  return nextOrder(order, final ? withHoldIfDue(closeAttempts(captured), context.now) : captured, context);
}

/** An order that is not held ends as soon as nothing may pay the rest of it any more. */
function requireRestPayable(order: Order, amount: number): void {
  const rest = amountDue(order) - amount;
  if (rest <= 0 || order.paymentHoldSeconds > 0) return;
  const { id, currency } = order;
  throw problemError(
    restUnpayable,
    `After this capture nothing pays the other ${spellMoney({ amount: rest, currency })} of ${id}, and it would be cancelled. Capture all that is due, or cancel lines first.`,
    { errors: [{ path: "amount", message: `must be ${amountDue(order)}` }] },
  );
}

/**
 * Lets go of everything that is authorized, or may be. The order waits for another payment for as long as its hold says,
 * and ends after that.
 * @throws 409 `nothing_authorized`, `order_busy`
 */
export function releasePayment(order: Order, request: PaymentRequest, context: ChangeContext): Order {
  requireNotLeaving(order);
  if (order.payment.attempts.every((attempt) => isClosedOrClosing(order, attempt))) throw nothingToRelease(order);
  const { instructions } = order.payment;
  const released = closeAttempts(order);
  const added = released.payment.instructions.slice(instructions.length);
  const named = added.reduce((changed, one) => withInstruction(changed, one, namesOf(request)), released);
  return nextOrder(order, withHold(named, context.now), context);
}

function nothingToRelease({ id }: Order) {
  return problemError(
    nothingAuthorized,
    `Nothing is authorized for ${id}, or it is being let go of already: there is nothing to void.`,
  );
}
