import * as z from "zod/mini";
import type { Order, OrderStatus } from "./order.ts";
import { numberedSymbols } from "./order-number.ts";
import { STATUSES_HOLDING_STOCK } from "./status-matrix.ts";

/** Where an order stands in a list: `createdAt#` and the symbols of its number, the newest last. */
export const OrderPosition = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#[0-9a-hjkmnp-tv-z]{12}$/));

export function orderPosition({ createdAt, id }: Pick<Order, "createdAt" | "id">): string {
  return `${createdAt}#${numberedSymbols(id)}`;
}

/** The two lists of all orders. An order moves once in its life: from open, where it may hold stock, to closed. */
export const ORDER_LISTS = ["open", "closed"] as const;
export type OrderList = (typeof ORDER_LISTS)[number];

/** The list of the orders with this status. */
export function listOf(status: OrderStatus): OrderList {
  return STATUSES_HOLDING_STOCK.includes(status) ? "open" : "closed";
}

/** Whether the order goes on: it may hold stock, have its lines changed and call for money. */
export function isOpenOrder({ status }: Order): boolean {
  return listOf(status) === "open";
}
