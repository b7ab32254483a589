import { problem, problemError } from "../../platform/values/problems.ts";
import { deliver, failDelivery } from "./arrivals.ts";
import type { CarrierEvent } from "./carrier-event.ts";
import type { LatestCarrierEvent } from "./latest-event.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { type Shipment, shipmentStates } from "./shipment.ts";
import { withShipment } from "./with-shipment.ts";

export const eventIdReused = problem(422, "event_id_reused", "Another event of the shipment has this id.");
export const tooManyCarrierEvents = problem(422, "too_many_carrier_events", "The shipment has too many events.");

export const MAX_CARRIER_EVENTS = 200;

/**
 * The order after a carrier said something of one of its shipments: it is counted, the latest is kept in the shipment, and
 * one that says how a delivery ended moves the shipment where that is possible.
 * @throws 422 `too_many_carrier_events`
 */
export function withCarrierEvent(order: Order, shipment: Shipment, event: CarrierEvent, context: ChangeContext): Order {
  const { carrierEvents = 0, latestEvent } = shipment;
  if (carrierEvents >= MAX_CARRIER_EVENTS) throw tooMany(order, shipment);
  const told: Shipment = { ...shipment, carrierEvents: carrierEvents + 1, latestEvent: later(latestEvent, event) };
  const known = withShipment(order, told);
  if (event.status === "DELIVERED" && shipmentStates.allows(shipment.status, "DELIVERED")) {
    return deliver(known, told, context);
  }
  if (event.status === "DELIVERY_FAILED" && isOfThisDispatch(shipment, event)) {
    return failDelivery(known, told, event.description, context);
  }
  return nextOrder(order, known, context);
}

/** Whether it may end the delivery that goes on: a failure from before the shipment was sent again is over. */
function isOfThisDispatch({ status, sentAgainAt }: Shipment, { at }: CarrierEvent): boolean {
  return shipmentStates.allows(status, "DELIVERY_FAILED") && (sentAgainAt === undefined || at > sentAgainAt);
}

/** The later one, by the carrier's own time: events may come late. */
function later(
  latest: LatestCarrierEvent | undefined,
  { status, description, location, at }: CarrierEvent,
): LatestCarrierEvent {
  if (latest && latest.at > at) return latest;
  return {
    status,
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
    at,
  };
}

/** Events by the carrier's own time; those of one moment as they came. */
export function byTime(events: readonly CarrierEvent[]): CarrierEvent[] {
  const position = ({ at, createdAt, id }: CarrierEvent) => `${at}#${createdAt}#${id}`;
  return events.toSorted((one, other) => (position(one) < position(other) ? -1 : 1));
}

/** @throws 422 `event_id_reused` where an event with this id says something else */
export function requireSameEvent({ id, fingerprint }: CarrierEvent, wanted: Pick<CarrierEvent, "fingerprint">): void {
  if (fingerprint === wanted.fingerprint) return;
  throw problemError(
    eventIdReused,
    `The event ${id} of this shipment was stored with other content, which is kept. Send another event under an id of its own.`,
    { errors: [{ path: "id", message: "is the id of another event" }] },
  );
}

function tooMany({ id }: Order, { number }: Shipment) {
  return problemError(
    tooManyCarrierEvents,
    `Shipment ${number} of ${id} has ${MAX_CARRIER_EVENTS} events already, and takes no more. PATCH /shipments/${id}/${number} moves it.`,
  );
}
