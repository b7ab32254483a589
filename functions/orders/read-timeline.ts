import { type Caller, mayReach } from "../platform/values/caller.ts";
import { orderNotFound } from "./change-order.ts";
import { loadWithHistory, type OrderWithHistory } from "./order-table.ts";
import type { OrderId } from "./rules/order.ts";

/** An order with its whole history. @throws 404 where it does not exist or the caller may not see it. */
export async function readTimeline(id: OrderId, caller: Caller): Promise<OrderWithHistory> {
  const found = await loadWithHistory(id);
  if (!found || !mayReach(caller, found.order.customerId)) throw orderNotFound(id);
  return found;
}
