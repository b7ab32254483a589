import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { type Caller, mayReach } from "../platform/values/caller.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import { loadOrder, OrderChangedError } from "./order-table.ts";
import type { Order, OrderId } from "./rules/order.ts";

/**
 * Reads an order and changes it; reads and decides again after a conflict with another write.
 * @throws 404; 503 where the conflicts do not end; what `change` throws.
 */
export function changeOrder(id: OrderId, caller: Caller, change: (order: Order) => Promise<Order>): Promise<Order> {
  return retryOnConflict(
    `order ${id}`,
    async () => change(await requireOrder(id, caller)),
    (error) => error instanceof OrderChangedError,
  );
}

/** The order. @throws 404 where it does not exist or the caller may not see it. */
export async function requireOrder(id: OrderId, caller: Caller): Promise<Order> {
  const order = await loadOrder(id);
  if (!order || !mayReach(caller, order.customerId)) throw orderNotFound(id);
  return order;
}

/** The error for an order that does not exist, or is not the caller's to see. */
export function orderNotFound(id: OrderId) {
  return problemError(notFound, `Order ${id} not found.`);
}
