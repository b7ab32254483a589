import { isAbsent, isVersion, type Put } from "../platform/table/conditional-write.ts";
import { queryPartition, readItem } from "../platform/table/read.ts";
import { firstVersion } from "../platform/values/version.ts";
import { BEHIND_ORDERS, historyKey, numberPartition, orderKey } from "./order-keys.ts";
import type { HistoryEntry } from "./rules/history.ts";
import type { Order, OrderId } from "./rules/order.ts";
import type { NumberedSymbols } from "./rules/order-number.ts";
import { historyType, type OlderHistory, parseHistory } from "./stored-history.ts";
import { orderType, parseOrder, toItem } from "./stored-order.ts";

/** The stored order (consistent read). */
export async function loadOrder(id: OrderId): Promise<Order | undefined> {
  const item = await readItem(orderKey(id));
  return item && parseOrder(item);
}

/** The orders with this number: one, or, where two ids begin with the same symbols, both (consistent read). */
export async function loadOrdersByNumber(symbols: NumberedSymbols): Promise<Order[]> {
  const orders: Order[] = [];
  for await (const item of queryPartition(numberPartition(symbols), { before: BEHIND_ORDERS })) {
    if (item.type === orderType) orders.push(parseOrder(item));
  }
  return orders;
}

/** Stores a new order. */
export function createOrder(order: Order): Put {
  return {
    kind: "put",
    name: "createOrder",
    item: toItem(order),
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
    item: toItem(next),
    condition: isVersion(next.version - 1),
    conflictError: () => new OrderChangedError(next.id),
  };
}

/** Stores what an order's next version does not hold of its history any more. */
export function createHistory({ id, olderHistory, updatedAt }: Order, entries: readonly HistoryEntry[]): Put {
  const history: OlderHistory = { ...firstVersion(updatedAt), history: [...entries] };
  return {
    kind: "put",
    name: "createHistory",
    item: { ...history, ...historyKey(id, olderHistory), type: historyType },
    condition: isAbsent,
    conflictError: () => new OrderChangedError(id),
  };
}

export interface OrderWithHistory {
  readonly order: Order;
  /** All entries, the oldest first. */
  readonly history: readonly HistoryEntry[];
}

/** An order with its whole history, of which its item holds the newest part (one consistent Query). */
export async function loadWithHistory(id: OrderId): Promise<OrderWithHistory | undefined> {
  const { pk, sk } = orderKey(id);
  const older: HistoryEntry[] = [];
  let order: Order | undefined;
  for await (const item of queryPartition(pk, { prefix: sk })) {
    if (item.type === orderType) order = parseOrder(item);
    else older.push(...parseHistory(item).history);
  }
  return order && { order, history: [...older, ...order.history] };
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
