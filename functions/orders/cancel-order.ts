import { releaseStock } from "../inventory/stock-table.ts";
import { log } from "../platform/runtime/logging.ts";
import { currentContext, now } from "../platform/runtime/request-context.ts";
import { write } from "../platform/table/write.ts";
import type { Caller } from "../platform/values/caller.ts";
import { changeOrder } from "./change-order.ts";
import { replaceOrder } from "./order-table.ts";
import { resumeAsFarAsPossible } from "./resume-order.ts";
import type { Order, OrderId } from "./rules/order.ts";
import { cancel } from "./rules/order-transitions.ts";
import { timing } from "./timing-settings.ts";

/** Cancels an order that has not shipped: its stock goes back at once, its money is let go of. Again: the same answer. */
export async function cancelOrder(id: OrderId, caller: Caller, reason: string): Promise<Order> {
  const request = { reason, actor: currentContext().actor };
  const cancelled = await changeOrder(id, caller, async (order) => {
    if (order.status === "CANCELLED") return order;
    const next = cancel(order, request, now(), timing());
    await write([replaceOrder(next), ...order.lines.map(releaseStock)]);
    log.info("order cancelled", { orderId: id, by: caller.role, was: order.status });
    return next;
  });
  return resumeAsFarAsPossible(cancelled);
}
