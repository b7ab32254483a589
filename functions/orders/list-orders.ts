import { type ListedEntries, mergePartitions, parseListed, readListed } from "../platform/table/list.ts";
import type { Page, PageRequest } from "../platform/values/page.ts";
import { allOrders, idInKey, listPartitions } from "./order-keys.ts";
import type { CustomerId, Order, OrderStatus } from "./rules/order.ts";
import { listOf, orderPosition } from "./rules/order-lists.ts";
import { parseOrder } from "./stored-order.ts";

/** A page of a customer's orders, newest first. */
export async function listOrdersOf(customerId: CustomerId, request: PageRequest): Promise<Page<Order>> {
  return pageOf(await mergePartitions("byCustomer", [[customerId]], request));
}

/** A page of everybody's orders, newest first, in one status or in all. */
export async function listAllOrders(status: OrderStatus | undefined, request: PageRequest): Promise<Page<Order>> {
  if (status !== undefined) return listOrdersWith(status, request);
  return pageOf(await mergePartitions("byList", allOrders(), request));
}

async function pageOf({ entries, next }: ListedEntries): Promise<Page<Order>> {
  return { data: await readOrders(entries), next };
}

/** DynamoDB's limit for one BatchGetItem. */
export const MAX_BATCH = 100;

/**
 * The index does not know an order's status, only that it is open or closed: twice as many orders are read as are asked
 * for, and where those with the status do not fill the page, a batch more. A page may be short, or empty, and more follow.
 */
async function listOrdersWith(status: OrderStatus, { limit, after }: PageRequest): Promise<Page<Order>> {
  const firstBatch = Math.min(MAX_BATCH, 2 * limit);
  const candidates = { limit: firstBatch + MAX_BATCH, after };
  const { entries, next } = await mergePartitions("byList", [listPartitions(listOf(status))], candidates);
  const found: Order[] = [];
  for (const batch of [entries.slice(0, firstBatch), entries.slice(firstBatch)]) {
    if (found.length < limit) found.push(...(await readOrders(batch)).filter((order) => order.status === status));
  }
  const data = found.slice(0, limit);
  const last = data.at(-1);
  if (data.length < limit || last === undefined) return { data, next };
  const position = orderPosition(last);
  return { data, next: position === entries.at(-1)?.sortKey ? next : position };
}

/** The orders of index entries, in their order. */
export async function readOrders(entries: ListedEntries["entries"]): Promise<Order[]> {
  return parseListed(await readListed(entries), parseOrder, idInKey);
}
