import type { ShipmentStep } from "../orders/api/shipment-api.ts";
import { changeOrder } from "../orders/change-order.ts";
import { replaceOrder } from "../orders/order-table.ts";
import { resumeAsFarAsPossible } from "../orders/resume-order.ts";
import type { Order, OrderId } from "../orders/rules/order.ts";
import { captureRefused } from "../orders/rules/payment.ts";
import { alreadyDispatched, type Shipment } from "../orders/rules/shipment.ts";
import { claimCapture, type Dispatch, deliver, pack } from "../orders/rules/shipment-transitions.ts";
import type { Timing } from "../orders/rules/timing.ts";
import { timing } from "../orders/timing-settings.ts";
import { now } from "../platform/runtime/request-context.ts";
import { write } from "../platform/table/write.ts";
import type { Caller } from "../platform/values/caller.ts";
import { notFound, problemError, versionMismatch } from "../platform/values/problems.ts";
import type { Timestamp } from "../platform/values/time.ts";

/** What is to be done with which of an order's shipments. */
export interface Advance {
  readonly number: number;
  readonly step: ShipmentStep;
  readonly ifMatch: number | undefined;
}

export interface AdvanceRequest extends Advance {
  readonly orderId: OrderId;
  readonly caller: Caller;
}

/** Packs, dispatches or delivers a shipment; dispatching captures the payment first. Repeating a step changes nothing. */
export async function advanceShipment({ orderId, caller, ...advance }: AdvanceRequest): Promise<Order> {
  const changed = await changeOrder(orderId, caller, async (order) => {
    const next = afterStep(order, advance, now(), timing());
    if (next !== order) await write([replaceOrder(next)]);
    return next;
  });
  const order = await resumeAsFarAsPossible(changed);
  if (advance.step.status === "SHIPPED" && order.payment.status === "EXPIRED") throw refusedCapture(order);
  return order;
}

/**
 * The order's next version; the order itself where the step's effect stands already, or is under way.
 * @throws 404; 412 for a stale version; 409 where the step does not fit.
 */
export function afterStep(order: Order, { number, step, ifMatch }: Advance, now: Timestamp, timing: Timing): Order {
  const shipment = requireShipment(order, number);
  if (stands(shipment, step) || isUnderWay(order, number, step)) return order;
  if (ifMatch !== undefined && ifMatch !== order.version) {
    throw problemError(
      versionMismatch,
      `The order ${order.id} is at version ${order.version}, not ${ifMatch}. Read it again.`,
    );
  }
  switch (step.status) {
    case "PACKED":
      return pack(order, shipment, now);
    case "SHIPPED":
      return claimCapture(order, shipment, dispatchOf(shipment, step), now, timing);
    case "DELIVERED":
      return deliver(order, shipment, now);
  }
}

/** The order's shipment by its number. @throws 404. */
export function requireShipment(order: Order, number: number): Shipment {
  const shipment = order.shipments.find((one) => one.number === number);
  if (!shipment) throw problemError(notFound, `The order ${order.id} has no shipment ${number}.`);
  return shipment;
}

/** Whether the step's effect stands already. @throws 409 `already_dispatched` where it left in another way. */
function stands(shipment: Shipment, step: ShipmentStep): boolean {
  if (shipment.status !== step.status) return false;
  const sameWay =
    step.status !== "SHIPPED" || (shipment.carrier === step.carrier && shipment.trackingNumber === step.trackingNumber);
  if (sameWay) return true;
  throw problemError(
    alreadyDispatched,
    `Shipment ${shipment.number} left with ${shipment.carrier} as ${shipment.trackingNumber} and cannot leave again.`,
  );
}

/** Whether this dispatch has been claimed, and waits for the capture of the payment. */
export function isUnderWay({ pending }: Order, number: number, step: ShipmentStep): boolean {
  const { dispatch } = pending ?? {};
  return (
    step.status === "SHIPPED" &&
    dispatch?.number === number &&
    dispatch.carrier === step.carrier &&
    dispatch.trackingNumber === step.trackingNumber
  );
}

function dispatchOf(
  { number }: Shipment,
  { carrier, trackingNumber }: Extract<ShipmentStep, { status: "SHIPPED" }>,
): Dispatch {
  return { number, carrier, trackingNumber };
}

function refusedCapture({ id, payment }: Order) {
  const reason = payment.providerErrors?.at(-1)?.reason ?? "no reason given";
  return problemError(
    captureRefused,
    `The payment of ${id} could not be captured (${reason}), so the shipment stays PACKED. Cancel the order: its stock goes back.`,
  );
}
