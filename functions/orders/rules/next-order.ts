import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { inStatus } from "./end-order.ts";
import { withEvents } from "./history.ts";
import { attemptOf, captures, instructionOf, isClosed, isOpen, isPaid, waitsForDispute } from "./instructions.ts";
import { stayPacked } from "./leaving.ts";
import type { Order } from "./order.ts";
import { orderEvents } from "./order-events.ts";
import type { Instruction } from "./payment.ts";
import { closeAttempts, withInstruction } from "./payment-changes.ts";
import type { PendingEffect } from "./pending-effect.ts";
import { isReadyForParcel } from "./shipment-lines.ts";
import type { Timing } from "./timing.ts";
import { endIfUnpaid } from "./unpaid-order.ts";

/** When and by whom an order is changed, and with which time limits. */
export interface ChangeContext {
  readonly now: Timestamp;
  readonly timing: Timing;
  /** `role:subject`; absent where Waybill changes it by itself. */
  readonly by?: string;
}

/**
 * The next version of an order, with what has to be in the same write as the change: instructions that lost their target
 * end, the next effect is claimed, the history goes on.
 */
export function nextOrder(before: Order, changed: Order, context: ChangeContext): Order {
  const next = { ...changed, version: before.version + 1, updatedAt: context.now };
  const settled = movesStock(before, next) ? settleButOpen(next) : settle(next, context);
  return withHistory(before, claimNext(settled, before, context), context);
}

/**
 * Whether units of it ship, are added or come back. A stock item is moved in one way by one version, so that such an order
 * does not end in the same one: it is due at once.
 */
function movesStock(before: Order, { lines }: Order): boolean {
  return lines.some(({ quantity, shipped, undelivered, returned }, index) => {
    const had = before.lines[index] ?? { quantity: 0, shipped: 0, undelivered: 0, returned: 0 };
    const isBack = undelivered > had.undelivered || returned > had.returned;
    return quantity > had.quantity || shipped > had.shipped || isBack;
  });
}

/** The first version of an order, with its first history. */
export function firstOrder(order: Order, context: ChangeContext): Order {
  return withHistory(undefined, claimNext(settle(order, context), undefined, context), context);
}

/** What follows from any change: instructions without a target end, a paid order is confirmed, an unpaid one ends. */
function settle(order: Order, { now }: ChangeContext): Order {
  return endWithoutTarget(endIfUnpaid(settleButOpen(order), now));
}

function settleButOpen(order: Order): Order {
  return endWithoutTarget(confirmIfPaid(endWithoutTarget(order)));
}

/** The order that calls for no more money: it is CONFIRMED, and nothing is held for it any more. */
export function confirmIfPaid(order: Order): Order {
  const isOpen = order.status !== "FAILED" && order.status !== "CANCELLED";
  if (!isOpen || !isPaid(order)) return order;
  return closeAttempts(order.status === "PENDING" ? inStatus(order, "CONFIRMED") : order);
}

function withHistory(before: Order | undefined, order: Order, { now, by }: ChangeContext): Order {
  const events = orderEvents(before, order);
  if (events.length === 0) return order;
  const entry = { placedAt: order.createdAt, now, ...(by !== undefined && { by: shortActor(order, by) }) };
  return { ...order, ...withEvents(order, events, entry) };
}

/** The order's own customer needs no name. */
function shortActor({ customerId }: Order, by: string): string {
  return by === `customer:${customerId}` ? "customer" : by;
}

/** What can never be carried out any more does not wait for ever. */
export function endWithoutTarget(order: Order): Order {
  return order.payment.instructions.reduce((changed, instruction) => {
    return instruction.state === "REQUESTED" ? endIfWithoutTarget(changed, instruction) : changed;
  }, order);
}

function endIfWithoutTarget(order: Order, instruction: Instruction): Order {
  if (instruction.kind === "REFUND") {
    const isLost = instructionOf(order, instruction.capture).state === "REFUSED";
    return isLost ? withInstruction(order, instruction, { state: "DONE", amount: 0 }) : order;
  }
  if (!isClosed(attemptOf(order, instruction.attempt))) return order;
  if (instruction.kind === "VOID") return withInstruction(order, instruction, { state: "DONE" });
  const refused = withInstruction(order, instruction, {
    state: "REFUSED",
    reason: "the payment holds nothing any more",
  });
  return stayPacked(refused);
}

/**
 * Claims what is to be done next, where nothing is in flight: the oldest instruction that can be carried out, then a look
 * at the provider, then the shipment, which gives way to both because it follows from the order at any time.
 */
export function claimNext(order: Order, before: Order | undefined, context: ChangeContext): Order {
  if (order.pending && order.pending.effect !== "SHIP") return order;
  const { pending: waiting, ...free } = order;
  const instruction = order.payment.instructions.find((one) => canBeCarriedOut(order, one));
  if (instruction) return claimInstruction(free, instruction, context);
  const { refresh, ...payment } = order.payment;
  if (refresh) return claim({ ...free, payment }, { effect: "REFRESH" }, context);
  if (!isReadyForParcel(order)) return free;
  return waiting ? order : claimShipment(free, before, context);
}

/** Whether the provider may be asked for it now. One that is in flight is asked for until the provider says what became of it. */
export function canBeCarriedOut(order: Order, instruction: Instruction): boolean {
  const { id, kind, state, attempt, capture } = instruction;
  if (!isOpen(instruction)) return false;
  if (kind === "REFUND") return instructionOf(order, capture).state === "DONE" && !waitsForDispute(order, instruction);
  if (kind === "VOID" || state === "IN_FLIGHT") return true;
  // Two at once could not be told apart by what the provider says is captured.
  const isFree = captures(order, "IN_FLIGHT").every((one) => one.attempt !== attempt || one.id === id);
  return isFree && attemptOf(order, attempt).status === "AUTHORIZED";
}

/** The order with this instruction in flight. */
export function claimInstruction(order: Order, instruction: Instruction, context: ChangeContext): Order {
  const { id, kind, tries } = instruction;
  const inFlight = withInstruction(order, instruction, { state: "IN_FLIGHT" });
  return claim(inFlight, { effect: kind, instruction: id, tries }, context);
}

/** The order with a claimed effect: whoever resumes the order first carries it out, from `dueAt` on the sweeper. */
export function claim(
  order: Order,
  effect: Pick<PendingEffect, "effect"> & Partial<Pick<PendingEffect, "attempt" | "instruction" | "tries">>,
  { now, timing }: ChangeContext,
): Order {
  return { ...order, pending: { tries: 0, ...effect, since: now, dueAt: secondsAfter(now, timing.resumeAfter) } };
}

/**
 * SHIP keeps the place in the due index that the order has already: moving it costs two writes, and OrderPlaced is there
 * long before.
 */
function claimShipment(order: Order, before: Order | undefined, { now, timing }: ChangeContext): Order {
  const slot = before?.pending?.dueAt;
  const latest = secondsAfter(now, timing.shipWithin);
  const dueAt = slot !== undefined && now < slot && slot < latest ? slot : latest;
  return { ...order, pending: { effect: "SHIP", since: now, dueAt, tries: 0 } };
}
