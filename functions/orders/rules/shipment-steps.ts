import { notFound, problemError } from "../../platform/values/problems.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import { requireVersion } from "../../platform/values/version.ts";
import type { Order } from "./order.ts";
import { alreadyDispatched, type Shipment } from "./shipment.ts";
import { claimCapture, type Dispatch, deliver, pack } from "./shipment-transitions.ts";
import type { Timing } from "./timing.ts";

/** What staff do with a shipment: one step at a time. */
export type ShipmentStep =
  | { readonly status: "PACKED" }
  | { readonly status: "SHIPPED"; readonly carrier: string; readonly trackingNumber: string }
  | { readonly status: "DELIVERED" };

/** A step of one of an order's shipments. */
export interface ShipmentAdvance {
  readonly number: number;
  readonly step: ShipmentStep;
  readonly ifMatch: number | undefined;
}

/**
 * The order's next version; the order itself where the step is done or in flight already.
 * @throws 404; 412 for a stale version; 409 where the step does not fit.
 */
export function afterStep(
  order: Order,
  { number, step, ifMatch }: ShipmentAdvance,
  now: Timestamp,
  timing: Timing,
): Order {
  const shipment = requireShipment(order, number);
  if (isDone(shipment, step) || isInFlight(order, number, step)) return order;
  requireVersion(`The order ${order.id}`, order.version, ifMatch);
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

/** Whether the step is done already. @throws 409 `already_dispatched` where it was dispatched in another way. */
function isDone(shipment: Shipment, step: ShipmentStep): boolean {
  if (shipment.status !== step.status) return false;
  const sameWay =
    step.status !== "SHIPPED" || (shipment.carrier === step.carrier && shipment.trackingNumber === step.trackingNumber);
  if (sameWay) return true;
  throw problemError(
    alreadyDispatched,
    `Shipment ${shipment.number} was dispatched with ${shipment.carrier} as ${shipment.trackingNumber} and cannot be dispatched again.`,
  );
}

/** Whether this dispatch is claimed and waits for the capture. */
export function isInFlight({ pending }: Order, number: number, step: ShipmentStep): boolean {
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
