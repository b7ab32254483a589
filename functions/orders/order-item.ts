import { itemType } from "../platform/table/item-type.ts";
import { dueOrders, idInKey } from "./order-keys.ts";
import { dueWork } from "./rules/due.ts";
import type { Order } from "./rules/order.ts";
import { orderEvents } from "./rules/order-events.ts";
import { historyType, OlderHistory } from "./stored-history.ts";
import { orderType, StoredOrder } from "./stored-order.ts";

export const orderItem = itemType({
  type: orderType,
  schema: StoredOrder,
  nameOf: idInKey,
  events: orderEvents,
  due: { partitions: dueOrders, pending: dueWork, resume: resumeDueOrder },
});

/** Told by its order, which changes in the same transaction. */
export const orderHistoryItem = itemType({ type: historyType, schema: OlderHistory, events: "none" });

/** Whatever is pending, the shipment included: OrderPlaced may have been lost. */
async function resumeDueOrder(order: Order): Promise<void> {
  const { resumeOrder } = await import("./resume-order.ts");
  await resumeOrder(order, { ships: true });
}
