import { releaseStock } from "../inventory/stock-table.ts";
import { log } from "../platform/aws/logging.ts";
import { write } from "../platform/aws/write.ts";
import type { Caller } from "../platform/values/caller.ts";
import { currentWork, now } from "../platform/work.ts";
import { changeOrder } from "./change-order.ts";
import type { Order, OrderId } from "./order.ts";
import { cancel } from "./order-steps.ts";
import { replaceOrder } from "./order-table.ts";
import { resumeAsFarAsPossible } from "./resume-order.ts";
import { timing } from "./timing-settings.ts";

/** Cancels an order that has not shipped: its stock goes back at once, its money is let go of. Again: the same answer. */
export async function cancelOrder(id: OrderId, caller: Caller, reason: string): Promise<Order> {
  const request = { reason, actor: currentWork().actor };
  const cancelled = await changeOrder(id, caller, async (order) => {
    if (order.status === "CANCELLED") return order;
    const next = cancel(order, request, now(), timing());
    await write([replaceOrder(next), ...order.lines.map(releaseStock)]);
    log.info("order cancelled", { orderId: id, by: caller.role, was: order.status });
    return next;
  });
  return resumeAsFarAsPossible(cancelled);
}
