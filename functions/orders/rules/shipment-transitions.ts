import { problemError } from "../../platform/values/problems.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { nextVersion } from "../../platform/values/version.ts";
import { type LineStatus, lineStates, type Order, type OrderLine, type OrderStatus } from "./order.ts";
import { clearPending, orderBusyError, transition, withPending } from "./order-transitions.ts";
import { type ProviderError, transitionPayment, withProviderErrors } from "./payment.ts";
import { newShipment, paymentNotCapturable, type Shipment, shipmentStates, transitionShipment } from "./shipment.ts";
import type { Timing } from "./timing.ts";

export interface Dispatch {
  readonly number: number;
  readonly carrier: string;
  readonly trackingNumber: string;
}

/** SHIP is done: the order has a shipment of all its open lines. */
export function addShipment(order: Order, now: Timestamp): Order {
  const open = order.lines.filter(({ status }) => status === "RESERVED");
  const shipment = newShipment(order.shipments.length + 1, open, now);
  return clearPending(order, { shipments: [...order.shipments, shipment] }, now);
}

/** Packs the shipment. */
export function pack(order: Order, shipment: Shipment, now: Timestamp): Order {
  return nextVersion(order, { shipments: replace(order, transitionShipment(shipment, "PACKED", now)) }, now);
}

/**
 * Claims the capture of the payment for a packed shipment that is to be dispatched.
 * @throws 409 `order_busy`, `invalid_state_transition`, `payment_not_capturable`.
 */
export function claimCapture(
  order: Order,
  shipment: Shipment,
  dispatch: Dispatch,
  now: Timestamp,
  timing: Timing,
): Order {
  requirePacked(shipment);
  requireNothingPending(order);
  requireAuthorized(order);
  const dueAt = secondsAfter(now, timing.resumeAfter);
  return withPending(nextVersion(order, {}, now), "CAPTURE", dueAt, { dispatch: { ...dispatch } });
}

function requirePacked({ status }: Shipment): void {
  shipmentStates.transition(status, "SHIPPED");
}

function requireNothingPending(order: Order): void {
  if (order.pending) throw orderBusyError(order);
}

function requireAuthorized({ id, payment }: Order): void {
  if (payment.status === "AUTHORIZED") return;
  throw problemError(
    paymentNotCapturable,
    `The payment of ${id} is ${payment.status}, so the shipment cannot leave. Cancel the order: its stock is released.`,
  );
}

/** CAPTURE is done: the payment is CAPTURED, the shipment and its lines are SHIPPED. */
export function recordCapture(
  order: Order,
  dispatch: Dispatch,
  providerErrors: readonly ProviderError[],
  now: Timestamp,
): Order {
  const { number, carrier, trackingNumber } = dispatch;
  const shipment = transitionShipment(shipmentOf(order, number), "SHIPPED", now, { carrier, trackingNumber });
  const lines = linesFollow(order, shipment, "SHIPPED");
  const payment = withProviderErrors(
    transitionPayment(order.payment, "CAPTURED", { captured: order.payment.amount.amount }),
    providerErrors,
  );
  const status = lines.some((line) => line.status === "RESERVED") ? "PARTIALLY_SHIPPED" : "SHIPPED";
  return transition(order, status, { shipments: replace(order, shipment), lines, payment }, now);
}

/** CAPTURE was refused permanently: the payment is EXPIRED, the shipment stays PACKED, staff decide. */
export function recordRefusedCapture(
  order: Order,
  reason: string,
  providerErrors: readonly ProviderError[],
  now: Timestamp,
): Order {
  const refused = { at: now, effect: "CAPTURE", reason };
  return clearPending(
    order,
    { payment: withProviderErrors(transitionPayment(order.payment, "EXPIRED"), [...providerErrors, refused]) },
    now,
  );
}

/** The shipment is DELIVERED; the order too, once all its lines are. */
export function deliver(order: Order, shipment: Shipment, now: Timestamp): Order {
  const shipments = replace(order, transitionShipment(shipment, "DELIVERED", now));
  const lines = linesFollow(order, shipment, "DELIVERED");
  const arrived = lines.every(({ status }) => status === "DELIVERED" || status === "CANCELLED");
  const status: OrderStatus = arrived ? "DELIVERED" : order.status;
  return arrived ? transition(order, status, { shipments, lines }, now) : nextVersion(order, { shipments, lines }, now);
}

/** An order's shipment by its number. @throws where the order has no such shipment. */
function shipmentOf(order: Order, number: number): Shipment {
  const shipment = order.shipments.find((one) => one.number === number);
  if (!shipment) throw new Error(`The order ${order.id} has no shipment ${number}.`);
  return shipment;
}

function replace(order: Order, shipment: Shipment): Shipment[] {
  return order.shipments.map((one) => (one.number === shipment.number ? shipment : one));
}

function linesFollow(order: Order, shipment: Shipment, status: LineStatus): OrderLine[] {
  const moved = new Set(shipment.lines.map(({ sku }) => sku));
  return order.lines.map((line) =>
    moved.has(line.sku) ? { ...line, status: lineStates.transition(line.status, status) } : line,
  );
}
