import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Shipment } from "./shipment.ts";

/** What happened to an order's shipments between two versions of the order. */
export function shipmentEvents(
  orderId: string,
  before: readonly Shipment[],
  after: readonly Shipment[],
): DomainEvent[] {
  return after.flatMap((shipment) => {
    const earlier = before.find(({ number }) => number === shipment.number);
    return earlier?.status === shipment.status ? [] : eventsOf(orderId, shipment);
  });
}

function eventsOf(
  orderId: string,
  { number, status, lines, carrier = "", trackingNumber = "" }: Shipment,
): DomainEvent[] {
  switch (status) {
    case "PENDING":
      return [{ type: "ShipmentCreated", data: { orderId, number, lines } }];
    case "SHIPPED":
      return [{ type: "ShipmentDispatched", data: { orderId, number, carrier, trackingNumber } }];
    case "DELIVERED":
      return [{ type: "ShipmentDelivered", data: { orderId, number } }];
    case "CANCELLED":
      return [{ type: "ShipmentCancelled", data: { orderId, number } }];
    default:
      return [];
  }
}
