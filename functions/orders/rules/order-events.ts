import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Order } from "./order.ts";
import type { Attempt, Instruction } from "./payment.ts";
import type { Shipment } from "./shipment.ts";
import { orderTotal } from "./total.ts";

/** What happened to an order between two versions of it: to itself, to its payment, to its shipments. */
export function orderEvents(before: Order | undefined, after: Order): DomainEvent[] {
  return [
    ...statusEvents(before, after),
    ...paymentEvents(before, after),
    ...after.shipments.flatMap((shipment) => {
      const earlier = before?.shipments.find(({ number }) => number === shipment.number);
      return shipmentEvents(after.id, earlier, shipment);
    }),
  ];
}

function statusEvents(before: Order | undefined, after: Order): DomainEvent[] {
  if (before?.status === after.status) return [];
  const { id: orderId, shippingAddress, failure } = after;
  switch (after.status) {
    case "CONFIRMED": {
      const lines = after.lines.map(({ sku, quantity }) => ({ sku, quantity }));
      return [{ type: "OrderPlaced", data: { orderId, lines, total: orderTotal(after), shippingAddress } }];
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

function paymentEvents(before: Order | undefined, after: Order): DomainEvent[] {
  return [
    ...after.payment.instructions.flatMap((instruction, index) =>
      instructionEvents(after, before?.payment.instructions[index], instruction),
    ),
    ...after.payment.attempts.flatMap((attempt, index) =>
      attemptEvents(after, before?.payment.attempts[index], attempt),
    ),
  ];
}

/** Each capture is told with its own amount, whatever it makes of the payment's status. */
function instructionEvents(order: Order, before: Instruction | undefined, after: Instruction): DomainEvent[] {
  if (before?.state === after.state || after.state !== "DONE" || after.amount === 0) return [];
  const data = { orderId: order.id, amount: { amount: after.amount, currency: order.currency } };
  return after.kind === "CAPTURE" ? [{ type: "PaymentCaptured", data }] : [];
}

function attemptEvents(order: Order, before: Attempt | undefined, after: Attempt): DomainEvent[] {
  if (before?.status === after.status) return [];
  const amount = { amount: after.amount, currency: order.currency };
  const data = { orderId: order.id, amount };
  switch (after.status) {
    case "AUTHORIZED":
      return [{ type: "PaymentAuthorized", data: { ...data, provider: order.payment.provider } }];
    case "DECLINED":
      return [{ type: "PaymentDeclined", data: { ...data, reason: after.declineReason ?? "declined" } }];
    case "VOIDED":
      return [{ type: "PaymentVoided", data }];
    case "EXPIRED":
      return [{ type: "PaymentExpired", data }];
    case "REQUESTED":
    case "ACTION_REQUIRED":
    case "CLOSED":
    case "CAPTURED":
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
