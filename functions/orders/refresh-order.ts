import type { Caller } from "../platform/values/caller.ts";
import { requested } from "./change-context.ts";
import { changeOrder } from "./change-order.ts";
import { type Resumed, resumeAsFarAsPossible } from "./resume-order.ts";
import { askProvider, isAboutToAskProvider } from "./rules/due.ts";
import type { OrderId } from "./rules/order.ts";
import { writeOrder } from "./write-order.ts";

/** Has the provider asked how the order's payment stands, and records what differs. */
export async function refreshOrder(id: OrderId, caller: Caller): Promise<Resumed> {
  const asked = await changeOrder(id, caller, async (order) => {
    if (isAboutToAskProvider(order)) return order;
    const next = askProvider(order, requested());
    await writeOrder(order, next);
    return next;
  });
  return resumeAsFarAsPossible(asked);
}
