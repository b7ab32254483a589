import { createHash } from "node:crypto";
import { numberSetting } from "../platform/runtime/settings.ts";
import { isAbsent, isVersion, type Put } from "../platform/table/conditional-write.ts";
import { duePartition, duePosition } from "../platform/table/due-index.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { readItem } from "../platform/table/read.ts";
import { type CustomerId, ORDER_STATUSES, Order, type OrderId, type OrderStatus, orderStates } from "./rules/order.ts";

export function orderKey(id: OrderId): Key {
  return { pk: `ORDER#${id}`, sk: "ORDER" };
}

export function parseOrder(item: StoredItem): Order {
  return Order.parse(item);
}

/** The stored order (consistent read). */
export async function loadOrder(id: OrderId): Promise<Order | undefined> {
  const item = await readItem(orderKey(id));
  return item && parseOrder(item);
}

/** The number of partitions that an index spreads its busiest keys over; raising it is safe at any time. */
function shards(): number {
  return numberSetting("INDEX_SHARDS", 1, 1);
}

function shardOf(id: OrderId): number {
  return createHash("sha256").update(id).digest().readUInt32BE(0) % shards();
}

function allShards(prefix: string): string[] {
  return Array.from({ length: shards() }, (_, shard) => `${prefix}#${shard}`);
}

/** The index partition with a customer's orders. */
export function customerPartition(customerId: CustomerId): string {
  return `CUSTOMER#${customerId}`;
}

/** The index partitions with the orders in a status. */
export function statusPartitions(status: OrderStatus): string[] {
  return allShards(`ORDERS#${status}`);
}

/**
 * The index partitions with the orders in these statuses, in groups to be read one after the other: a status only after
 * every status that leads to it, so that an order whose status changes between two reads is not missed.
 */
export function statusGroups(statuses: readonly OrderStatus[]): string[][] {
  const groups = Map.groupBy(statuses, stepsFromStart);
  return [...groups].sort(([a], [b]) => a - b).map(([, together]) => together.flatMap(statusPartitions));
}

function stepsFromStart(status: OrderStatus): number {
  const before = ORDER_STATUSES.filter((from) => orderStates.allows(from, status));
  return before.length === 0 ? 0 : 1 + Math.max(...before.map(stepsFromStart));
}

/** The index partitions with the orders that have something pending. */
export function dueOrders(): string[] {
  return Array.from({ length: shards() }, (_, shard) => duePartition("order", shard));
}

/** The indexed attributes follow from the order; one with nothing pending has no `dueAt` and is in no due index. */
function toOrderItem(order: Order) {
  const { gsi3pk: _pk, gsi3sk: _sk, ...attributes } = order;
  const position = `${order.createdAt}#${order.id}`;
  const shard = shardOf(order.id);
  return {
    ...attributes,
    ...orderKey(order.id),
    type: "order",
    gsi1pk: customerPartition(order.customerId),
    gsi1sk: position,
    gsi2pk: `ORDERS#${order.status}#${shard}`,
    gsi2sk: position,
    ...(order.pending && { gsi3pk: duePartition("order", shard), gsi3sk: duePosition(order.pending.dueAt, order.id) }),
  };
}

/** Stores a new order. */
export function createOrder(order: Order): Put {
  return {
    kind: "put",
    name: "createOrder",
    item: toOrderItem(order),
    condition: isAbsent,
    conflictError: (found) =>
      found ? new OrderExistsError(parseOrder(found)) : new Error(`The order ${order.id} exists.`),
  };
}

/** Stores the next version of an order, if it is still the version that was read. */
export function replaceOrder(next: Order): Put {
  return {
    kind: "put",
    name: "replaceOrder",
    item: toOrderItem(next),
    condition: isVersion(next.version - 1),
    conflictError: () => new OrderChangedError(next.id),
  };
}

/** Another request with the same idempotency key stored this order first. */
export class OrderExistsError extends Error {
  override readonly name = "OrderExistsError";
  readonly order: Order;

  constructor(order: Order) {
    super(`The order ${order.id} exists already.`);
    this.order = order;
  }
}

/** Another write stored a version first: read and decide again. */
export class OrderChangedError extends Error {
  override readonly name = "OrderChangedError";

  constructor(id: OrderId) {
    super(`The order ${id} was changed by another write.`);
  }
}
