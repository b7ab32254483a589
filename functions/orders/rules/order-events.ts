import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Order } from "./order.ts";
import type { Payment } from "./payment.ts";
import type { Shipment } from "./shipment.ts";

/** What happened to an order between two versions of it: to itself, to its payment, to its shipments. */
export function orderEvents(before: Order | undefined, after: Order): DomainEvent[] {
  return [
    ...statusEvents(before, after),
    ...paymentEvents(after.id, before?.payment, after.payment),
    ...after.shipments.flatMap((shipment) => {
      const earlier = before?.shipments.find(({ number }) => number === shipment.number);
      return shipmentEvents(after.id, earlier, shipment);
    }),
  ];
}

function statusEvents(before: Order | undefined, after: Order): DomainEvent[] {
  if (before?.status === after.status) return [];
  const { id: orderId, total, shippingAddress, failure } = after;
  switch (after.status) {
    case "CONFIRMED": {
      const lines = after.lines.map(({ sku, quantity }) => ({ sku, quantity }));
      return [{ type: "OrderPlaced", data: { orderId, lines, total, shippingAddress } }];
    }
    case "FAILED": {
      const { reason = "UNKNOWN", shortages = [] } = failure ?? {};
      return [{ type: "OrderFailed", data: { orderId, reason, shortages } }];
    }
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

function paymentEvents(orderId: string, before: Payment | undefined, after: Payment): DomainEvent[] {
  return [...captureEvents(orderId, before, after), ...paymentStatusEvents(orderId, before, after)];
}

/** Each capture is told with its own amount, whatever it makes of the payment's status. */
function captureEvents(orderId: string, before: Payment | undefined, after: Payment): DomainEvent[] {
  const added = after.captured - (before?.captured ?? 0);
  if (added <= 0) return [];
  return [{ type: "PaymentCaptured", data: { orderId, amount: { ...after.amount, amount: added } } }];
}

function paymentStatusEvents(orderId: string, before: Payment | undefined, after: Payment): DomainEvent[] {
  if (before?.status === after.status) return [];
  const { amount, provider, declineReason: reason = "declined" } = after;
  switch (after.status) {
    case "AUTHORIZED":
      return [{ type: "PaymentAuthorized", data: { orderId, amount, provider } }];
    case "DECLINED":
      return [{ type: "PaymentDeclined", data: { orderId, amount, reason } }];
    case "VOIDED":
      return [{ type: "PaymentVoided", data: { orderId, amount } }];
    case "EXPIRED":
      return [{ type: "PaymentExpired", data: { orderId, amount } }];
    case "PENDING":
    case "UNKNOWN":
    case "NONE":
    case "CAPTURED":
    case "PARTIALLY_REFUNDED":
    case "REFUNDED":
      return [];
  }
}

function shipmentEvents(orderId: string, before: Shipment | undefined, after: Shipment): DomainEvent[] {
  const { number, status, lines, carrier = "", trackingNumber = "" } = after;
  const isSameDispatch = before?.carrier === after.carrier && before?.trackingNumber === after.trackingNumber;
  if (before?.status === status && (status !== "SHIPPED" || isSameDispatch)) return [];
  switch (status) {
    case "PENDING":
      return [{ type: "ShipmentCreated", data: { orderId, number, lines } }];
    case "SHIPPED":
      return [{ type: "ShipmentDispatched", data: { orderId, number, carrier, trackingNumber } }];
    case "DELIVERED":
      return [{ type: "ShipmentDelivered", data: { orderId, number } }];
    case "CANCELLED":
      return [{ type: "ShipmentCancelled", data: { orderId, number } }];
    case "PACKED":
    case "DELIVERY_FAILED":
    case "RETURNED":
      return [];
  }
}
