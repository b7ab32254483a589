import type { Caller } from "../platform/values/caller.ts";
import { automatic, requested } from "./change-context.ts";
import { changeOrder } from "./change-order.ts";
import { type Resumed, resumeAsFarAsPossible } from "./resume-order.ts";
import { askProvider } from "./rules/due.ts";
import type { ChangeContext } from "./rules/next-order.ts";
import type { Order, OrderId } from "./rules/order.ts";
import { worthAsking } from "./rules/refresh-transitions.ts";
import { writeOrder } from "./write-order.ts";

/** Has the provider asked how the order's payment stands, and records what differs. */
export async function refreshOrder(id: OrderId, caller: Caller): Promise<Resumed> {
  const asked = await changeOrder(id, caller, (order) => requestRefresh(order, requested()));
  return resumeAsFarAsPossible(asked);
}

/** A hint comes from no caller, and may be about any order. */
const HINT: Caller = { subject: "hint", role: "service", reach: "any" };

/**
 * The same after a hint that something has changed at the provider. While another effect is in flight, the order is only
 * marked: whoever carries that effect out goes on with the refresh, or the sweeper does, so that many hints at once ask
 * the provider once.
 * @throws 404; 503 where other changes of the order do not end
 */
export async function refreshAfterHint(id: OrderId): Promise<void> {
  const asked = await changeOrder(id, HINT, async (order) =>
    worthAsking(order).length === 0 ? order : requestRefresh(order, automatic()),
  );
  const { payment, pending } = asked;
  if (pending?.effect === "REFRESH" && payment.refresh !== true) await resumeAsFarAsPossible(asked);
}

/** Marks the order. A REFRESH in flight is no reason to leave it out: it may have asked before what happened now. */
async function requestRefresh(order: Order, context: ChangeContext): Promise<Order> {
  if (order.payment.refresh === true) return order;
  const next = askProvider(order, context);
  await writeOrder(order, next);
  return next;
}
