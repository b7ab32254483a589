import { attemptOf, instructionOf, isClosed, isClosing } from "./instructions.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { withErrors, withoutPending } from "./order-transitions.ts";
import type { ProviderError } from "./payment.ts";
import { withAttempt, withInstruction } from "./payment-changes.ts";

/** How the provider says that an attempt stands. */
export interface SeenAttempt {
  readonly attempt: number;
  readonly status: "UNCONFIRMED" | "ACTION_REQUIRED" | "AUTHORIZED" | "DECLINED" | "CAPTURED" | "VOIDED" | "EXPIRED";
  readonly disputed: boolean;
  readonly refunds: readonly SeenRefund[];
}

interface SeenRefund {
  /** The order's own refund; undefined for one that was made elsewhere. */
  readonly instruction: number | undefined;
  readonly amount: number;
  readonly failed: boolean;
}

/** The provider was asked how the attempts stand: what differs is recorded. */
export function recordRefresh(
  order: Order,
  seen: readonly SeenAttempt[],
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const refreshed = seen.reduce(withSeenAttempt, withoutPending(withErrors(order, errors)));
  return nextOrder(order, refreshed, context);
}

function withSeenAttempt(order: Order, { attempt: id, status, disputed, refunds }: SeenAttempt): Order {
  const attempt = attemptOf(order, id);
  const { disputed: _, ...undisputed } = attempt;
  const refundedElsewhere = refunds
    .filter(({ instruction, failed }) => instruction === undefined && !failed)
    .reduce((sum, { amount }) => sum + amount, 0);
  const isOver = status === "EXPIRED" || status === "VOIDED";
  const expires = attempt.status === "AUTHORIZED" && isOver && !isClosing(order, attempt) && !isClosed(attempt);
  const changed = withAttempt(
    order,
    { ...undisputed, refundedElsewhere, ...(disputed && { disputed }) },
    {
      ...(expires && { status: "EXPIRED" as const }),
    },
  );
  return refunds.reduce(withSeenRefund, changed);
}

/** A refund that the bank failed after it was accepted waits for a person. */
function withSeenRefund(order: Order, { instruction: id, failed }: SeenRefund): Order {
  if (id === undefined || !failed) return order;
  const refund = instructionOf(order, id);
  return refund.state === "DONE"
    ? withInstruction(order, refund, { state: "REFUSED", reason: "the bank could not give the money back" })
    : order;
}
