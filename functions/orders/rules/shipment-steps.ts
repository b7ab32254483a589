import type { LocationId } from "../../inventory/rules/location.ts";
import { notFound, problemError } from "../../platform/values/problems.ts";
import { requireVersion } from "../../platform/values/version.ts";
import { deliver, failDelivery, takeBack } from "./arrivals.ts";
import type { ChangeContext } from "./next-order.ts";
import type { Order } from "./order.ts";
import { alreadyDispatched, alreadyReturned, type Shipment } from "./shipment.ts";
import { type Dispatch, dispatch, pack } from "./shipment-transitions.ts";

/** What staff do with a shipment: one step at a time. */
export type ShipmentStep =
  | { readonly status: "PACKED" }
  | { readonly status: "SHIPPED"; readonly carrier: string; readonly trackingNumbers: readonly string[] }
  | { readonly status: "DELIVERED" }
  | { readonly status: "DELIVERY_FAILED"; readonly reason?: string }
  /** It came back: its units are in stock again, at its location or another one, or are written off. */
  | { readonly status: "RETURNED"; readonly restock: boolean; readonly location?: LocationId };

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
    case "DELIVERY_FAILED":
      return failDelivery(order, shipment, step.reason, context);
    case "RETURNED":
      return takeBack(order, shipment, restockedTo(shipment, step), context);
  }
}

/** The order's shipment by its number. @throws 404. */
export function requireShipment(order: Order, number: number): Shipment {
  const shipment = order.shipments.find((one) => one.number === number);
  if (!shipment) throw problemError(notFound, `The order ${order.id} has no shipment ${number}.`);
  return shipment;
}

/** Where the units of a shipment that comes back are put in stock; undefined where they are written off. */
function restockedTo(
  shipment: Shipment,
  { restock, location = shipment.location }: Extract<ShipmentStep, { status: "RETURNED" }>,
): LocationId | undefined {
  return restock ? location : undefined;
}

/**
 * Whether the step is done already.
 * @throws 409 `already_dispatched` where it was dispatched in another way, `already_returned` where its units were dealt
 * with in another way
 */
function isDone(shipment: Shipment, step: ShipmentStep): boolean {
  if (shipment.status !== step.status) return false;
  if (step.status === "RETURNED") requireSameReturn(shipment, restockedTo(shipment, step));
  if (step.status !== "SHIPPED" || isSameWay(shipment, step)) return true;
  throw problemError(
    alreadyDispatched,
    `Shipment ${shipment.number} was dispatched with ${shipment.carrier} as ${shipment.trackingNumbers?.join(", ")} and cannot be dispatched again.`,
  );
}

/** Whether the shipment is about to leave in this way: it waits for its capture. */
export function isLeaving({ leaving }: Shipment, step: ShipmentStep): boolean {
  return step.status === "SHIPPED" && leaving !== undefined && isSameWay(leaving, step);
}

type Way = Pick<Shipment, "carrier" | "trackingNumbers">;

function isSameWay({ carrier, trackingNumbers = [] }: Way, step: Omit<Dispatch, "number">): boolean {
  return carrier === step.carrier && trackingNumbers.join("\n") === step.trackingNumbers.join("\n");
}

function dispatchOf(
  { number }: Shipment,
  { carrier, trackingNumbers }: Extract<ShipmentStep, { status: "SHIPPED" }>,
): Dispatch {
  return { number, carrier, trackingNumbers };
}

function requireSameReturn({ number, restockedTo: restocked }: Shipment, wanted: LocationId | undefined): void {
  if (restocked === wanted) return;
  const what = restocked === undefined ? "were written off" : `were put in stock at ${restocked}`;
  throw problemError(
    alreadyReturned,
    `Shipment ${number} came back already, and its units ${what}. POST /products/{sku}/stock/adjustments corrects stock.`,
  );
}
