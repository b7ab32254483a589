import { orderPlaced } from "../../events/orders.ts";
import { loadOrder } from "../orders/order-table.ts";
import { resumeOrder } from "../orders/resume-order.ts";
import { OrderId } from "../orders/rules/order.ts";
import { consume } from "../platform/messages/consume.ts";
import { subscription } from "../platform/messages/subscription.ts";

export const onOrderPlaced = subscription({
  name: "shipping",
  events: [orderPlaced],
  description: "A confirmed order gets its shipment",
  entry: "functions/shipping/on-order-placed.ts",
  table: { items: ["GetItem", "PutItem", "UpdateItem", "DeleteItem"] },
  carriesOutEffects: true,
  reservedConcurrency: 20,
  memoryMegabytes: 256,
  handle: async ({ orderId }) => {
    const order = await loadOrder(OrderId.parse(orderId));
    if (!order) throw new Error(`OrderPlaced names the order ${orderId}, which does not exist.`);
    await resumeOrder(order, { ships: true });
  },
});

export const handler = consume(onOrderPlaced);
