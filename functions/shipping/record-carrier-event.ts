import { type EventOfShipment, insertCarrierEvent, loadEvents, loadWithEvent } from "../orders/carrier-event-table.ts";
import { requested } from "../orders/change-context.ts";
import { orderNotFound, requireOrder } from "../orders/change-order.ts";
import { OrderChangedError } from "../orders/order-table.ts";
import type { CarrierEvent } from "../orders/rules/carrier-event.ts";
import { byTime, requireSameEvent, withCarrierEvent } from "../orders/rules/carrier-events.ts";
import { requireShipment } from "../orders/rules/shipment-steps.ts";
import { writeOrder } from "../orders/write-order.ts";
import { now } from "../platform/runtime/request-context.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { type Caller, mayReach } from "../platform/values/caller.ts";
import { firstVersion } from "../platform/values/version.ts";

export interface CarrierEventRequest extends EventOfShipment {
  readonly caller: Caller;
  readonly event: Pick<CarrierEvent, "id" | "status" | "description" | "location" | "at">;
  readonly fingerprint: string;
}

export interface RecordedCarrierEvent {
  readonly event: CarrierEvent;
  readonly replayed: boolean;
}

/**
 * Stores what a carrier told of a shipment, once for each of its ids, and moves the shipment in the same transaction where
 * it says how the delivery ended.
 * @throws 404; 422 where its id is another event's, or the shipment has too many
 */
export async function recordCarrierEvent(request: CarrierEventRequest): Promise<RecordedCarrierEvent> {
  return retryOnConflict(
    `order ${request.orderId}`,
    () => recordOnce(request),
    (error) => error instanceof OrderChangedError,
  );
}

async function recordOnce(request: CarrierEventRequest): Promise<RecordedCarrierEvent> {
  const { orderId, number, caller, fingerprint } = request;
  const known = await loadWithEvent(request, request.event.id);
  const { order } = known;
  if (!order || !mayReach(caller, order.customerId)) throw orderNotFound(orderId);
  const shipment = requireShipment(order, number);
  if (known.event) {
    requireSameEvent(known.event, request);
    return { event: known.event, replayed: true };
  }
  const event: CarrierEvent = { ...firstVersion(now()), ...request.event, fingerprint };
  const next = withCarrierEvent(order, shipment, event, requested());
  await writeOrder(order, next, { also: [insertCarrierEvent(request, event)] });
  return { event, replayed: false };
}

/** What a carrier told of a shipment, by the carrier's own time. @throws 404 */
export async function listCarrierEvents(of: EventOfShipment, caller: Caller): Promise<CarrierEvent[]> {
  requireShipment(await requireOrder(of.orderId, caller), of.number);
  return byTime(await loadEvents(of));
}
