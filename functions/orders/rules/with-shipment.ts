import type { Order } from "./order.ts";
import type { Shipment } from "./shipment.ts";

/** The order with its shipment of this number replaced. */
export function withShipment(order: Order, shipment: Shipment): Order {
  const shipments = order.shipments.map((one) => (one.number === shipment.number ? shipment : one));
  return { ...order, shipments };
}
