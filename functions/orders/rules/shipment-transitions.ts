import { problemError } from "../../platform/values/problems.ts";
import { amountForShipment } from "./amount-for-shipment.ts";
import { inStatus } from "./end-order.ts";
import { withHold, withHoldIfDue } from "./hold.ts";
import { amountDue, heldAttempt, isClosed } from "./instructions.ts";
import { stayPacked, waitsForCapture } from "./leaving.ts";
import { type OrderLine, openUnits, withoutHeld } from "./line.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import { type Order, orderBusy } from "./order.ts";
import { orderBusyError, withErrors, withoutPending } from "./order-transitions.ts";
import type { Attempt, AttemptStatus, Instruction, ProviderError } from "./payment.ts";
import { instruct, withAttempt, withInstruction } from "./payment-changes.ts";
import { paymentStatus } from "./payment-status.ts";
import {
  newShipment,
  paymentNotCapturable,
  type Shipment,
  shipmentStates,
  transitionShipment,
  unitsIn,
} from "./shipment.ts";
import { unitsWithoutShipment } from "./shipment-lines.ts";
import { withShipment } from "./with-shipment.ts";

export interface Dispatch {
  readonly number: number;
  readonly carrier: string;
  readonly trackingNumbers: readonly string[];
}

/** SHIP is done: the order has a shipment from each location of all units that are held there and were in none. */
export function addShipments(order: Order, context: ChangeContext): Order {
  const added = unitsWithoutShipment(order).map(({ location, lines }, index) =>
    newShipment(order.shipments.length + index + 1, location, lines, context.now),
  );
  return nextOrder(order, { ...withoutPending(order), shipments: [...order.shipments, ...added] }, context);
}

/** Packs the shipment. */
export function pack(order: Order, shipment: Shipment, context: ChangeContext): Order {
  return nextOrder(order, withShipment(order, transitionShipment(shipment, "PACKED", context.now)), context);
}

/**
 * Dispatches a packed shipment: it leaves at once where everything is paid, else as soon as the payment is captured. One
 * that could not be delivered is sent again.
 * @throws 409 `order_busy`, `invalid_state_transition`, `payment_not_capturable`.
 */
export function dispatch(order: Order, shipment: Shipment, way: Dispatch, context: ChangeContext): Order {
  if (shipment.status === "DELIVERY_FAILED") return sendAgain(order, shipment, way, context);
  requirePacked(shipment);
  requireNotLeavingYet(order, shipment);
  requireRoomToLeave(order, shipment);
  const leaving = withShipment(order, { ...shipment, leaving: wayOf(way) });
  if (amountDue(order) <= 0) return nextOrder(order, shipWhatLeaves(leaving, context), context);
  const held = requireHeldAttempt(order);
  const amount = amountForShipment(order, shipment, held);
  if (amount <= 0) return nextOrder(order, shipWhatLeaves(leaving, context), context);
  const { number } = shipment;
  return nextOrder(order, instruct(leaving, { kind: "CAPTURE", amount, attempt: held.id, shipment: number }), context);
}

/** Its units left stock, and were paid, when it left first. */
function sendAgain(order: Order, shipment: Shipment, way: Dispatch, context: ChangeContext): Order {
  const { now } = context;
  const { shippedAt = now } = shipment;
  const sent = transitionShipment(shipment, "SHIPPED", now, wayOf(way));
  return nextOrder(order, withShipment(order, { ...sent, shippedAt, sentAgainAt: now }), context);
}

function wayOf({ carrier, trackingNumbers }: Dispatch) {
  return { carrier, trackingNumbers: [...trackingNumbers] };
}

function requirePacked({ status }: Shipment): void {
  shipmentStates.transition(status, "SHIPPED");
}

function requireNotLeavingYet(order: Order, { leaving }: Shipment): void {
  if (leaving) throw orderBusyError(order);
}

/**
 * So many lines of shipments may wait for one capture: when it is done they leave in one transaction, with a row of the
 * ledger for each, and a transaction has at most 100 items.
 */
const MAX_LINES_LEAVING = 60;

function requireRoomToLeave(order: Order, shipment: Shipment): void {
  const leaving = order.shipments.filter((one) => one.leaving).flatMap(({ lines }) => lines);
  if (leaving.length + shipment.lines.length <= MAX_LINES_LEAVING) return;
  throw problemError(
    orderBusy,
    `Other shipments of the order ${order.id} are about to leave, with ${leaving.length} lines of at most ${MAX_LINES_LEAVING} at a time. Try again when they have left.`,
    { retryAfter: 2 },
  );
}

function requireHeldAttempt(order: Order): Attempt {
  const held = heldAttempt(order);
  if (held) return held;
  throw problemError(
    paymentNotCapturable,
    `The payment of ${order.id} is ${paymentStatus(order)}, so the shipment cannot leave. Have it paid in another way, or cancel it: its stock is released.`,
  );
}

/**
 * A capture is done: the shipments that waited for it are SHIPPED. `closed`: the attempt holds nothing any more. Once
 * everything is captured, what the attempts still hold is let go of.
 */
export function recordCapture(
  order: Order,
  capture: Instruction,
  attempt: Attempt,
  closed: boolean,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const done = withInstruction(withoutPending(withErrors(order, errors)), capture, { state: "DONE" });
  const ended = closed ? withHoldIfDue(withStatus(done, attempt, "CAPTURED"), context.now) : done;
  return nextOrder(order, shipWhatLeaves(ended, context), context);
}

/** A capture was refused permanently: the attempt holds nothing any more, the shipment stays PACKED, staff decide. */
export function recordRefusedCapture(
  order: Order,
  capture: Instruction,
  attempt: Attempt,
  reason: string,
  errors: readonly ProviderError[],
  context: ChangeContext,
): Order {
  const refusal = { at: context.now, effect: "CAPTURE", reason };
  const refused = withInstruction(withoutPending(withErrors(order, [...errors, refusal])), capture, {
    state: "REFUSED",
    reason,
  });
  const expired = withHold(withStatus(refused, attempt, "EXPIRED"), context.now);
  return nextOrder(order, stayPacked(expired), context);
}

/** An attempt that was closed meanwhile stays as it is; while it is being closed, the VOID says how it ended. */
function withStatus(order: Order, attempt: Attempt, status: AttemptStatus): Order {
  const isBeingClosed = order.payment.instructions.some(
    ({ kind, attempt: id, state }) => kind === "VOID" && id === attempt.id && state === "IN_FLIGHT",
  );
  return isClosed(attempt) || isBeingClosed ? order : withAttempt(order, attempt, { status });
}

/** The shipments that wait for no capture any more are SHIPPED. */
function shipWhatLeaves(order: Order, { now }: ChangeContext): Order {
  return order.shipments.reduce((shipped, { leaving, ...shipment }) => {
    if (!leaving || waitsForCapture(order, shipment)) return shipped;
    return withShippedUnits(
      withShipment(shipped, transitionShipment(shipment, "SHIPPED", now, { ...leaving })),
      shipment,
    );
  }, order);
}

function withShippedUnits(order: Order, shipment: Shipment): Order {
  const lines = order.lines.map((line) => withShipped(line, shipment));
  const status = lines.some((line) => openUnits(line) > 0) ? "PARTIALLY_SHIPPED" : "SHIPPED";
  return { ...(order.status === status ? order : inStatus(order, status)), lines };
}

function withShipped(line: OrderLine, shipment: Shipment): OrderLine {
  const quantity = unitsIn(shipment, line.sku);
  if (quantity === 0) return line;
  const held = withoutHeld(line, [{ location: shipment.location, quantity }]);
  return { ...held, shipped: line.shipped + quantity };
}
