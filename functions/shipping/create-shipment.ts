import { loadOrder } from "../orders/order-table.ts";
import { resumeOrder } from "../orders/resume-order.ts";
import type { OrderId } from "../orders/rules/order.ts";

/** Makes the shipment that a confirmed order wants; one that wants none any more, or has it, stays as it is. */
export async function createShipment(id: OrderId): Promise<void> {
  const order = await loadOrder(id);
  if (!order) throw new Error(`OrderPlaced names the order ${id}, which does not exist.`);
  await resumeOrder(order, { ships: true });
}
