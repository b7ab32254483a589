import { type Caller, mayReach } from "../platform/values/caller.ts";
import { notFound, refuse, unavailable } from "../platform/values/problems.ts";
import type { Order, OrderId } from "./order.ts";
import { loadOrder, OrderChangedError } from "./order-table.ts";

/** How often a decision is made anew because the order changed under it. */
const TRIES = 6;

/**
 * Reads an order and changes it; decides anew on what it has become where somebody else was faster.
 * @throws 404; 503 where others keep being faster; what `change` throws.
 */
export async function changeOrder(
  id: OrderId,
  caller: Caller,
  change: (order: Order) => Promise<Order>,
): Promise<Order> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      return await change(await requireOrder(id, caller));
    } catch (error) {
      if (!(error instanceof OrderChangedError)) throw error;
    }
  }
  throw refuse(unavailable, `The order ${id} is being changed by others all the time. Try again in a moment.`, {
    retryAfter: 1,
  });
}

/** The order. @throws 404 where there is none, and just the same where it is somebody else's. */
export async function requireOrder(id: OrderId, caller: Caller): Promise<Order> {
  const order = await loadOrder(id);
  if (!order || !mayReach(caller, order.customerId)) throw refuse(notFound, `There is no order ${id}.`);
  return order;
}
