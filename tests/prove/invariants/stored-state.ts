import { stockItem } from "../../../functions/backorders/stock-item.ts";
import type { Backorder } from "../../../functions/inventory/backorder-table.ts";
import {
  backorderItem,
  bookingItem,
  movementItem,
  productItem,
  reservationItem,
} from "../../../functions/inventory/inventory-items.ts";
import type { Booking } from "../../../functions/inventory/rules/booking.ts";
import type { Movement } from "../../../functions/inventory/rules/movement.ts";
import type { Product } from "../../../functions/inventory/rules/product.ts";
import type { Reservation } from "../../../functions/inventory/rules/reservation.ts";
import type { Stock } from "../../../functions/inventory/rules/stock.ts";
import { carrierEventItem } from "../../../functions/orders/carrier-event-table.ts";
import { orderItem } from "../../../functions/orders/order-item.ts";
import { carrierEventKeys } from "../../../functions/orders/order-keys.ts";
import type { CarrierEvent } from "../../../functions/orders/rules/carrier-event.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import type { StoredItem } from "../../../functions/platform/table/item.ts";
import type { ItemType } from "../../../functions/platform/table/item-type.ts";
import { sandboxAuthorizationItem } from "../../../functions/providers/sandbox/sandbox-items.ts";
import { itemTypeOf } from "../../../functions/registry/item-types.ts";
import { type BankPayment, sandboxPayment } from "../world/bank-payment.ts";

/** Everything that the table holds, sorted by what it is, and what the bank's books say. */
export interface StoredState {
  readonly items: readonly StoredItem[];
  readonly products: readonly Product[];
  readonly stocks: readonly Stock[];
  readonly movements: readonly Movement[];
  readonly bookings: readonly Booking[];
  readonly backorders: readonly Backorder[];
  readonly reservations: readonly Reservation[];
  readonly orders: readonly Order[];
  readonly carrierEvents: readonly StoredEvent[];
  /** Every payment in the bank's books. */
  readonly bankPayments: readonly BankPayment[];
}

/**
 * The stored items by their type. @throws where one is of a type that no slice declares.
 * @param elsewhere the books of a bank that does not keep them in the table
 */
export function storedStateOf(items: readonly StoredItem[], elsewhere: readonly BankPayment[] = []): StoredState {
  for (const { type } of items) itemTypeOf(type);
  const orders = itemsOf(orderItem, items);
  return {
    items,
    products: itemsOf(productItem, items),
    stocks: itemsOf(stockItem, items),
    movements: itemsOf(movementItem, items),
    bookings: itemsOf(bookingItem, items),
    backorders: itemsOf(backorderItem, items),
    reservations: itemsOf(reservationItem, items),
    orders,
    carrierEvents: orders.flatMap((order) => carrierEventsOf(order, items)),
    bankPayments: [...itemsOf(sandboxAuthorizationItem, items).map(sandboxPayment), ...elsewhere],
  };
}

/** Something that a carrier told of a shipment, with which one. */
export interface StoredEvent {
  readonly orderId: string;
  readonly number: number;
  readonly event: CarrierEvent;
}

function carrierEventsOf({ id, shipments }: Order, items: readonly StoredItem[]): StoredEvent[] {
  return shipments.flatMap(({ number }) => {
    const { pk, prefix } = carrierEventKeys(id, number);
    const ofShipment = items.filter((item) => item.pk === pk && String(item.sk).startsWith(prefix));
    return ofShipment.map((item) => ({ orderId: id, number, event: carrierEventItem.parse(item) }));
  });
}

function itemsOf<Item>({ type, parse }: ItemType<Item>, items: readonly StoredItem[]): Item[] {
  return items.filter((item) => item.type === type).map(parse);
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
