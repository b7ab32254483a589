import { itemType } from "../platform/table/item-type.ts";
import { dueOrders } from "./order-table.ts";
import { Order } from "./rules/order.ts";
import { orderEvents } from "./rules/order-events.ts";

export const orderItem = itemType({
  type: "order",
  schema: Order,
  events: orderEvents,
  due: { partitions: dueOrders, pending: ({ pending }) => pending, resume: resumeDueOrder },
});

/** Whatever is pending, the shipment included: OrderPlaced may have been lost. */
async function resumeDueOrder(order: Order): Promise<void> {
  const { resumeOrder } = await import("./resume-order.ts");
  await resumeOrder(order, { ships: true });
}
