import { mergePartitions, parseListed, readListed } from "../platform/table/list.ts";
import type { Page, PageRequest } from "../platform/values/page.ts";
import { customerPartition, parseOrder, statusGroups, statusPartitions } from "./order-table.ts";
import { type CustomerId, ORDER_STATUSES, type Order, type OrderStatus } from "./rules/order.ts";

/** A page of a customer's orders, newest first. */
export function listOrdersOf(customerId: CustomerId, request: PageRequest): Promise<Page<Order>> {
  return pageOver("gsi1", [[customerPartition(customerId)]], request);
}

/** A page of everybody's orders, newest first, in one status or in all. */
export async function listAllOrders(status: OrderStatus | undefined, request: PageRequest): Promise<Page<Order>> {
  if (status === undefined) return pageOver("gsi2", statusGroups(ORDER_STATUSES), request);
  const { data, next } = await pageOver("gsi2", [statusPartitions(status)], request);
  return { data: data.filter((order) => order.status === status), next };
}

async function pageOver(
  index: "gsi1" | "gsi2",
  groups: readonly (readonly string[])[],
  request: PageRequest,
): Promise<Page<Order>> {
  const { entries, next } = await mergePartitions(index, groups, request);
  return { data: parseListed(await readListed(entries), parseOrder), next };
}
