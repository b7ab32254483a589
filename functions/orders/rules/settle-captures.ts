import { amountOf, captures, givenBackByEdits, refundable, takenCaptures } from "./instructions.ts";
import type { Order } from "./order.ts";
import type { Instruction } from "./payment.ts";
import { instruct, withInstruction } from "./payment-changes.ts";
import { orderTotal } from "./total.ts";

/**
 * The order after its total became less: captures that are not in flight yet are lowered, what was captured beyond the
 * total is given back, the newest capture first.
 */
export function settleCaptures(order: Order): Order {
  return giveBackBeyond(lowerRequested(order));
}

function lowerRequested(order: Order): Order {
  let left = orderTotal(order).amount - amountOf(takenCaptures(order)) + givenBackByEdits(order);
  return captures(order, "REQUESTED").reduce((changed, capture) => {
    const amount = Math.max(0, Math.min(capture.amount, left));
    left -= amount;
    return withInstruction(changed, capture, amount === 0 ? { amount, state: "DONE" } : { amount });
  }, order);
}

function giveBackBeyond(order: Order): Order {
  let beyond = amountOf(takenCaptures(order)) - amountOf(refundsByEdits(order)) - orderTotal(order).amount;
  return takenCaptures(order).reduceRight((changed, capture) => {
    const amount = Math.min(beyond, refundable(changed, capture));
    if (amount <= 0) return changed;
    beyond -= amount;
    return refund(changed, capture, amount, { cause: "edit" });
  }, order);
}

/** The refunds of earlier edits. A refused one waits for a person, and is not tried again by another edit. */
function refundsByEdits({ payment }: Order): Instruction[] {
  return payment.instructions.filter(({ kind, cause }) => kind === "REFUND" && cause === "edit");
}

/** The order with everything that was captured given back, and nothing captured any more. */
export function giveBackEverything(order: Order): Order {
  const ended = captures(order, "REQUESTED").reduce(
    (changed, capture) => withInstruction(changed, capture, { amount: 0, state: "DONE" }),
    order,
  );
  return takenCaptures(ended).reduce((changed, capture) => {
    const amount = refundable(changed, capture);
    return amount > 0 ? refund(changed, capture, amount) : changed;
  }, ended);
}

/** The order with money of a capture to be given back. Money that was recorded by hand is given back by a person. */
export function refund(
  order: Order,
  capture: Instruction,
  amount: number,
  more: Partial<
    Pick<Instruction, "cause" | "lines" | "request" | "fingerprint" | "note" | "returnNumber" | "shipping">
  > = {},
): Order {
  const byHand = { state: "REFUSED" as const, reason: "the money came another way: give it back by hand" };
  return instruct(order, {
    kind: "REFUND",
    capture: capture.id,
    amount,
    ...more,
    ...(capture.attempt === undefined && byHand),
  });
}
