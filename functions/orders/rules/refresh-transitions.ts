import type { Timestamp } from "../../platform/values/time.ts";
import { withHold, withHoldIfDue } from "./hold.ts";
import {
  amountOf,
  attemptOf,
  capturedOfAttempt,
  captures,
  instructionOf,
  isClosed,
  isClosedOrClosing,
} from "./instructions.ts";
import { type ChangeContext, claim, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { withDeclined, withErrors, withHeld, withoutPending } from "./order-transitions.ts";
import type { Attempt, ExternalRefund, ProviderError } from "./payment.ts";
import { withAttempt, withInstruction } from "./payment-changes.ts";
import { recordDisputes, type SeenDispute } from "./record-disputes.ts";
import { refundWhatCameBack } from "./refund-what-came-back.ts";

/** How the provider says that an attempt stands. */
export interface SeenAttempt {
  readonly attempt: number;
  readonly status: "UNCONFIRMED" | "ACTION_REQUIRED" | "AUTHORIZED" | "DECLINED" | "CAPTURED" | "VOIDED" | "EXPIRED";
  readonly reference: string;
  /** Minor units. */
  readonly captured: number;
  readonly expiresAt?: Timestamp;
  readonly multicapture?: boolean;
  readonly declineReason?: string;
  readonly disputes: readonly SeenDispute[];
  /** The order's own. */
  readonly refunds: readonly SeenRefund[];
  readonly externalRefunds: readonly SeenExternalRefund[];
}

interface SeenRefund {
  readonly instruction: number;
  readonly failed: boolean;
}

interface SeenExternalRefund {
  readonly reference: string;
  readonly amount: number;
  readonly failed: boolean;
}

/** The attempts of which the provider may tell something new: those that may still hold money, or of which some was captured. */
export function worthAsking(order: Order): Attempt[] {
  const captured = captures(order, "DONE", "IN_FLIGHT").map(({ attempt }) => attempt);
  return order.payment.attempts.filter((one) => !isClosed(one) || captured.includes(one.id));
}

/** The provider was asked how the attempts stand: what differs is recorded. */
export function recordRefresh(
  order: Order,
  seen: readonly SeenAttempt[],
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const free = withoutPending(withErrors(order, errors));
  const refreshed = seen.reduce((changed, one) => withSeenAttempt(changed, one, context), free);
  return nextOrder(order, refundWhatCameBack(order, refreshed), context);
}

function withSeenAttempt(order: Order, seen: SeenAttempt, context: ChangeContext): Order {
  const refunded = seen.refunds.reduce(withSeenRefund, withExternalRefunds(order, seen, context.now));
  const disputed = recordDisputes(refunded, attemptOf(refunded, seen.attempt), seen.disputes, context.now);
  return withSeenStatus(disputed, attemptOf(disputed, seen.attempt), seen, context);
}

/** What was given back at the provider. A refund that it does not tell of any more gave nothing back. */
function withExternalRefunds(order: Order, { attempt: id, externalRefunds: seen }: SeenAttempt, now: Timestamp): Order {
  const attempt = attemptOf(order, id);
  const known = attempt.externalRefunds.map(({ failed: _, ...one }): ExternalRefund => {
    const told = seen.find(({ reference }) => reference === one.reference);
    return told && !told.failed ? { ...one, amount: told.amount } : { ...one, failed: true };
  });
  const added = seen
    .filter(({ reference, failed }) => !failed && known.every((one) => one.reference !== reference))
    .map(({ reference, amount }) => ({ reference, amount, seenAt: now }));
  const externalRefunds: ExternalRefund[] = [...known, ...added];
  const refundedElsewhere = amountOf(externalRefunds.filter(({ failed }) => !failed));
  return withAttempt(order, attempt, { externalRefunds, refundedElsewhere });
}

/** Only what the provider can not take back: an attempt that is closing waits for its VOID to find out. */
function withSeenStatus(order: Order, attempt: Attempt, seen: SeenAttempt, context: ChangeContext): Order {
  if (isClosedOrClosing(order, attempt)) return order;
  switch (`${attempt.status} ${seen.status}`) {
    case "AUTHORIZED EXPIRED":
    case "AUTHORIZED VOIDED":
      return withHold(withAttempt(order, attempt, { status: "EXPIRED" }), context.now);
    case "AUTHORIZED CAPTURED":
      return endedWithoutRest(order, attempt, seen, context);
    case "ACTION_REQUIRED AUTHORIZED":
      return withHeld(order, attempt, seen);
    case "ACTION_REQUIRED DECLINED":
      return withDeclined(order, attempt, seen.declineReason ?? "declined");
    case "ACTION_REQUIRED UNCONFIRMED":
      return askAgain(order, attempt, context);
    default:
      return order;
  }
}

/**
 * The rest of what is partly captured has run out, or was let go of elsewhere. Where more was captured than the order
 * knows of, the attempt stays: its next capture finds out whether that is enough.
 */
function endedWithoutRest(order: Order, attempt: Attempt, { captured }: SeenAttempt, { now }: ChangeContext): Order {
  if (captured !== capturedOfAttempt(order, attempt)) return order;
  return withHoldIfDue(withAttempt(order, attempt, { status: "EXPIRED" }), now);
}

/** The customer did what was asked of them: the same attempt is to be authorized. */
function askAgain(order: Order, attempt: Attempt, context: ChangeContext): Order {
  if (order.pending) return order;
  const asked = withAttempt(order, attempt, { status: "REQUESTED" });
  return claim(asked, { effect: "AUTHORIZE", attempt: attempt.id }, context);
}

/** A refund that the bank failed after it was accepted waits for a person. */
function withSeenRefund(order: Order, { instruction: id, failed }: SeenRefund): Order {
  if (!failed) return order;
  const refund = instructionOf(order, id);
  return refund.state === "DONE"
    ? withInstruction(order, refund, { state: "REFUSED", reason: "the bank could not give the money back" })
    : order;
}
