import { duePartition } from "../platform/table/due-index.ts";
import type { Key } from "../platform/table/item.ts";
import { shards } from "../platform/table/shards.ts";
import type { OrderId } from "./rules/order.ts";
import { ORDER_LISTS, type OrderList } from "./rules/order-lists.ts";
import { type NumberedSymbols, numberedSymbols, otherSymbols } from "./rules/order-number.ts";

/** The partition key of an order, and of any other whose number is the same. */
export function numberPartition(symbols: NumberedSymbols): string {
  return `ORDER#${symbols}`;
}

/** An order's key: the symbols of its number, and the others of its id. */
export function orderKey(id: OrderId): Key {
  return { pk: numberPartition(numberedSymbols(id)), sk: otherSymbols(id) };
}

/** The key of an item with older history of an order: behind the order, the oldest first. */
export function historyKey(id: OrderId, number: number): Key {
  const { pk, sk } = orderKey(id);
  return { pk, sk: `${sk}#HISTORY#${String(number).padStart(6, "0")}` };
}

/** Begins the sort keys of what is behind every order of a partition: who reads orders does not read it. */
export const BEHIND_ORDERS = "~";

/** The keys of what a carrier told of a shipment: behind the order. */
export function carrierEventKeys(id: OrderId, shipment: number): { readonly pk: string; readonly prefix: string } {
  const { pk, sk } = orderKey(id);
  return { pk, prefix: `${BEHIND_ORDERS}${sk}#SHIPMENT#${String(shipment).padStart(4, "0")}#EVENT#` };
}

/** The key of one event, by the carrier's own id of it. */
export function carrierEventKey(id: OrderId, shipment: number, event: string): Key {
  const { pk, prefix } = carrierEventKeys(id, shipment);
  return { pk, sk: `${prefix}${event}` };
}

/** The id that an order's key spells. */
export function idInKey({ pk, sk }: Key): string {
  return `ord_${pk.slice("ORDER#".length)}${sk}`;
}

export function listPartition(list: OrderList, shard: number): string {
  return `ORDERS#${list}#${shard}`;
}

/** The index partitions of a list of orders. */
export function listPartitions(list: OrderList): string[] {
  return shards().map((shard) => listPartition(list, shard));
}

/**
 * The index partitions of all orders, in groups to be read one after the other: open before closed, so that an order
 * that moves between the two reads is not missed.
 */
export function allOrders(): string[][] {
  return ORDER_LISTS.map(listPartitions);
}

/** The index partitions with the orders that have something pending. */
export function dueOrders(): string[] {
  return shards().map((shard) => duePartition("order", shard));
}
