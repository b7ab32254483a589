import { problem, problemError } from "../../platform/values/problems.ts";
import { isOfMoneyByHand } from "./instructions.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import type { Instruction } from "./payment.ts";
import { instruct, withInstruction } from "./payment-changes.ts";
import {
  namesOf,
  type PaymentRequest,
  requireAtMost,
  requireDue,
  requireFewCaptures,
  requireOpen,
} from "./payment-requests.ts";

export const unknownRefund = problem(422, "unknown_refund", "The order has no refund with this number.");
export const refundNotByHand = problem(409, "refund_not_by_hand", "The refund is not one to be given back by hand.");

export interface ReceivedRequest extends PaymentRequest {
  /** Minor units. */
  readonly amount: number;
  /** Where it was received: a bank's reference, a receipt's number. */
  readonly reference: string;
}

/** Money that came another way is recorded: what is due becomes less. @throws 409 for more than is due. */
export function recordReceived(
  order: Order,
  { amount, reference, ...request }: ReceivedRequest,
  context: ChangeContext,
): Order {
  requireOpen(order);
  requireAtMost(order, amount, requireDue(order), "is due");
  requireFewCaptures(order);
  return nextOrder(
    order,
    instruct(order, { kind: "CAPTURE", state: "DONE", amount, ...namesOf(request), note: reference }),
    context,
  );
}

export interface GivenBackRequest extends PaymentRequest {
  /** The number of the instruction. */
  readonly refund: number;
  /** How it was given back: a bank's reference, a receipt's number. */
  readonly reference: string;
}

/**
 * A refund of money that came another way was given back by hand: it is DONE.
 * @throws 422 for another number; 409 where it does not wait for a person
 */
export function recordGivenBack(
  order: Order,
  { refund: id, reference, ...request }: GivenBackRequest,
  context: ChangeContext,
): Order {
  const waiting = requireRefundByHand(order, id);
  const givenBack = { reference, ...namesOf(request) };
  return nextOrder(order, withInstruction(order, waiting, { state: "DONE", givenBack }), context);
}

function requireRefundByHand(order: Order, id: number): Instruction {
  const found = order.payment.instructions.find((one) => one.id === id && one.kind === "REFUND");
  if (!found) {
    throw problemError(
      unknownRefund,
      `The payment of ${order.id} has no refund ${id}. GET /payments/${order.id} lists its refunds.`,
      { errors: [{ path: "refund", message: `${id} is no refund of the order` }] },
    );
  }
  const isByHand = isOfMoneyByHand(order, found);
  if (isByHand && found.state === "REFUSED") return found;
  const why = isByHand ? `is ${found.state} already` : "is of money that the payment provider captured";
  throw problemError(
    refundNotByHand,
    `Refund ${id} of ${order.id} ${why}: only one of money that came another way, and that is REFUSED, is given back by hand.`,
    { errors: [{ path: "refund", message: why }] },
  );
}
