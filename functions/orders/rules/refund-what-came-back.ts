import { amountOf, capturesNotRefused, refundable, takenBack, takenCaptures } from "./instructions.ts";
import type { Order } from "./order.ts";
import { instruct } from "./payment-changes.ts";
import { orderTotal } from "./total.ts";

/**
 * A refund that was made elsewhere failed, or a lost dispute was reversed: the shop has the money again, and the order was
 * settled without it. What it does not call for becomes a refund that waits for a person.
 */
export function refundWhatCameBack(before: Order, after: Order): Order {
  return after.payment.attempts.reduce((order, attempt, index) => {
    const earlier = before.payment.attempts[index] ?? attempt;
    const cameBack = takenBack(earlier) - takenBack(attempt);
    return cameBack > 0 ? refundCaptures(order, attempt.id, Math.min(cameBack, notCalledFor(order))) : order;
  }, after);
}

function refundCaptures(order: Order, attempt: number, most: number): Order {
  let left = most;
  return takenCaptures(order)
    .filter((capture) => capture.attempt === attempt)
    .reduce((changed, capture) => {
      const amount = Math.min(left, refundable(order, capture));
      if (amount <= 0) return changed;
      left -= amount;
      return instruct(changed, {
        kind: "REFUND",
        state: "REFUSED",
        capture: capture.id,
        amount,
        // The next edit does not give it back again.
        cause: "edit",
        reason: "what the provider had given back came back to the shop, and the order does not call for it",
      });
    }, order);
}

/** Minor units that are captured, or about to be, beyond what the order calls for, and that no refund promises. */
function notCalledFor(order: Order): number {
  const refunds = order.payment.instructions.filter(({ kind, state }) => kind === "REFUND" && state !== "REFUSED");
  const gone = order.payment.attempts.reduce((sum, one) => sum + takenBack(one), 0);
  return amountOf(capturesNotRefused(order)) - amountOf(refunds) - gone - orderTotal(order).amount;
}
