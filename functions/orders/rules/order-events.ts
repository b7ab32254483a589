import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Order } from "./order.ts";

/** What happened to an order between two versions of it. */
export function orderEvents(before: Order | undefined, after: Order): DomainEvent[] {
  if (before?.status === after.status) return [];
  const { id: orderId, lines, total, shippingAddress, failure } = after;
  switch (after.status) {
    case "CONFIRMED":
      return [
        {
          type: "OrderPlaced",
          data: { orderId, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })), total, shippingAddress },
        },
      ];
    case "FAILED":
      return [
        {
          type: "OrderFailed",
          data: { orderId, reason: failure?.reason ?? "UNKNOWN", shortages: failure?.shortages ?? [] },
        },
      ];
    case "CANCELLED":
      return [{ type: "OrderCancelled", data: { orderId } }];
    case "SHIPPED":
      return [{ type: "OrderShipped", data: { orderId } }];
    case "DELIVERED":
      return [{ type: "OrderDelivered", data: { orderId } }];
    case "PENDING":
    case "PARTIALLY_SHIPPED":
      return [];
  }
}
