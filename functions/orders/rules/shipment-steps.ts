import { notFound, problemError } from "../../platform/values/problems.ts";
import { requireVersion } from "../../platform/values/version.ts";
import type { ChangeContext } from "./next-order.ts";
import type { Order } from "./order.ts";
import { alreadyDispatched, type Shipment } from "./shipment.ts";
import { type Dispatch, deliver, dispatch, pack } from "./shipment-transitions.ts";

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
export function afterStep(order: Order, { number, step, ifMatch }: ShipmentAdvance, context: ChangeContext): Order {
  const shipment = requireShipment(order, number);
  if (isDone(shipment, step) || isLeaving(shipment, step)) return order;
  requireVersion(`The order ${order.id}`, order.version, ifMatch);
  switch (step.status) {
    case "PACKED":
      return pack(order, shipment, context);
    case "SHIPPED":
      return dispatch(order, shipment, dispatchOf(shipment, step), context);
    case "DELIVERED":
      return deliver(order, shipment, context);
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

/** Whether the shipment is about to leave in this way: it waits for its capture. */
export function isLeaving({ leaving }: Shipment, step: ShipmentStep): boolean {
  return (
    step.status === "SHIPPED" && leaving?.carrier === step.carrier && leaving.trackingNumber === step.trackingNumber
  );
}

function dispatchOf(
  { number }: Shipment,
  { carrier, trackingNumber }: Extract<ShipmentStep, { status: "SHIPPED" }>,
): Dispatch {
  return { number, carrier, trackingNumber };
}
