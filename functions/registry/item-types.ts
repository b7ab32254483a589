import { stockItem } from "../backorders/stock-item.ts";
import {
  backorderItem,
  bookingItem,
  locationsItem,
  movementItem,
  productItem,
  reservationItem,
} from "../inventory/inventory-items.ts";
import { productWordItem } from "../inventory/product-words-table.ts";
import { carrierEventItem } from "../orders/carrier-event-table.ts";
import { orderHistoryItem, orderItem } from "../orders/order-item.ts";
import type { DueItems, ItemType } from "../platform/table/item-type.ts";
import { sandboxAuthorizationItem, sandboxTriesItem } from "../providers/sandbox/sandbox-items.ts";

/** Every type of item in the table: read by the relay, its stream filter, the sweeper and the proof. */
export const itemTypes: readonly ItemType[] = [
  orderItem,
  orderHistoryItem,
  carrierEventItem,
  stockItem,
  productItem,
  productWordItem,
  movementItem,
  bookingItem,
  backorderItem,
  locationsItem,
  reservationItem,
  sandboxAuthorizationItem,
  sandboxTriesItem,
];

/** Types whose changes have no events, so that the stream does not bring them to the relay. */
export const silentTypes: readonly string[] = itemTypes.flatMap(({ type, events }) => (events === "none" ? type : []));

/** Types whose items may have unfinished work, which the sweeper resumes. */
export const dueTypes: readonly DueType[] = itemTypes.flatMap(({ type, due }) => (due ? { type, ...due } : []));

export interface DueType extends DueItems {
  readonly type: string;
}

/** What is declared of the items of a type. @throws where no slice declares it. */
export function itemTypeOf(type: unknown): ItemType {
  const found = itemTypes.find((one) => one.type === type);
  if (!found) throw new Error(`No slice declares items of type ${JSON.stringify(type)}.`);
  return found;
}
