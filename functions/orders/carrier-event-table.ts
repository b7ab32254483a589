import * as z from "zod/mini";
import { isAbsent, type Put } from "../platform/table/conditional-write.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { itemType } from "../platform/table/item-type.ts";
import { keyText, queryItems, readItems } from "../platform/table/read.ts";
import { carrierEventKey, carrierEventKeys, orderKey } from "./order-keys.ts";
import { OrderChangedError } from "./order-table.ts";
import { CarrierEvent } from "./rules/carrier-event.ts";
import { MAX_CARRIER_EVENTS } from "./rules/carrier-events.ts";
import type { Order, OrderId } from "./rules/order.ts";
import { parseOrder } from "./stored-order.ts";

/** Told by its order, which changes in the same transaction. */
export const carrierEventItem = itemType({ type: "carrier_event", schema: CarrierEvent, events: "none" });

function parseEvent(item: StoredItem): CarrierEvent {
  return z.parse(CarrierEvent, item);
}

/** What a carrier told of one of an order's shipments. */
export interface EventOfShipment {
  readonly orderId: OrderId;
  readonly number: number;
}

/** An order, and the event of one of its shipments with this id where it is stored (one consistent read of both). */
export async function loadWithEvent(
  { orderId, number }: EventOfShipment,
  event: string,
): Promise<{ readonly order: Order | undefined; readonly event: CarrierEvent | undefined }> {
  const keys = [orderKey(orderId), carrierEventKey(orderId, number, event)] as const;
  const items = await readItems(keys);
  const [order, stored] = keys.map((key) => items.get(keyText(key)));
  return { order: order && parseOrder(order), event: stored && parseEvent(stored) };
}

/** Every event of a shipment (one consistent read). */
export async function loadEvents({ orderId, number }: EventOfShipment): Promise<CarrierEvent[]> {
  const part = { direction: "ascending", limit: MAX_CARRIER_EVENTS } as const;
  return (await queryItems({ ...carrierEventKeys(orderId, number), ...part })).map(parseEvent);
}

/** Stores an event, once. */
export function insertCarrierEvent({ orderId, number }: EventOfShipment, event: CarrierEvent): Put {
  return {
    kind: "put",
    name: "insertCarrierEvent",
    item: { ...event, ...carrierEventKey(orderId, number, event.id), type: carrierEventItem.type },
    condition: isAbsent,
    conflictError: () => new OrderChangedError(orderId),
  };
}
