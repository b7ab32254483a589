import { log } from "../platform/runtime/logging.ts";
import { currentContext } from "../platform/runtime/request-context.ts";
import { type Caller, worksForShop } from "../platform/values/caller.ts";
import { requested } from "./change-context.ts";
import { changeOrder } from "./change-order.ts";
import { resumeAsFarAsPossible } from "./resume-order.ts";
import type { Order, OrderId } from "./rules/order.ts";
import { cancel } from "./rules/order-transitions.ts";
import { writeOrder } from "./write-order.ts";

/**
 * Cancels an order, or what of it has not shipped: its stock is released, its payment voided or given back. Repeating it
 * gives the same answer.
 */
export async function cancelOrder(id: OrderId, caller: Caller, reason: string): Promise<Order> {
  const request = { reason, actor: currentContext().actor, isCustomer: !worksForShop(caller) };
  const cancelled = await changeOrder(id, caller, async (order) => {
    if (isCancelled(order)) return order;
    const next = cancel(order, request, requested());
    await writeOrder(order, next);
    log.result("order cancelled", { orderId: id, by: caller.role, was: order.status });
    return next;
  });
  const { order } = await resumeAsFarAsPossible(cancelled);
  return order;
}

/** Cancelling again gives the same answer, also where only the rest was cancelled. */
function isCancelled({ cancellation }: Order): boolean {
  return cancellation !== undefined;
}
