import canonicalize from "canonicalize";
import type { DomainEvent } from "../../../events/catalogue.ts";
import { MAIN } from "../../inventory/rules/location.ts";
import type { Address } from "../../platform/values/address.ts";
import type { Order } from "./order.ts";
import type { Attempt, Instruction } from "./payment.ts";
import { returnEvents } from "./return-events.ts";
import type { Shipment } from "./shipment.ts";
import { orderTotal } from "./total.ts";

/** What happened to an order between two versions of it: to itself, to its payment, to its shipments. */
export function orderEvents(before: Order | undefined, after: Order): DomainEvent[] {
  return [
    ...statusEvents(before, after),
    ...editEvents(before, after),
    ...paymentEvents(before, after),
    ...after.shipments.flatMap((shipment) => {
      const earlier = before?.shipments.find(({ number }) => number === shipment.number);
      return shipmentEvents(after.id, earlier, shipment);
    }),
    ...returnEvents(before, after),
  ];
}

function statusEvents(before: Order | undefined, after: Order): DomainEvent[] {
  if (before?.status === after.status) return [];
  const { id: orderId, shippingAddress, failure } = after;
  switch (after.status) {
    case "CONFIRMED": {
      const lines = after.lines
        .map(({ sku, quantity, cancelled }) => ({ sku, quantity: quantity - cancelled }))
        .filter(({ quantity }) => quantity > 0);
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
    case "RETURNED":
      return [{ type: "OrderReturned", data: { orderId } }];
    case "PARTIALLY_SHIPPED":
      return [{ type: "OrderPartiallyShipped", data: { orderId } }];
    case "PENDING":
      return [];
  }
}

/** An order that goes on and was edited: what was changed is read from it. */
function editEvents(before: Order | undefined, after: Order): DomainEvent[] {
  const isOver = after.status === "FAILED" || after.status === "CANCELLED";
  if (!before || isOver || editableOf(before) === editableOf(after)) return [];
  return [{ type: "OrderEdited", data: { orderId: after.id, total: orderTotal(after) } }];
}

/** Everything that an edit may change, as a text to be compared. */
export function editableOf({ lines, shippingAddress, billingAddress, email, reference, metadata }: Order): string {
  const counts = lines.map(({ sku, quantity, cancelled }) => [sku, quantity, cancelled]);
  const addresses = [shippingAddress, billingAddress ?? null].map((address) => address && knownOf(address));
  return canonicalize({ counts, addresses, email, reference, metadata }) ?? "";
}

/** What a later version of the code adds to an address is no edit. */
function knownOf({ name, line1, line2, city, region, postalCode, country }: Address): Address {
  const optional = { ...(line2 !== undefined && { line2 }), ...(region !== undefined && { region }) };
  return { name, line1, city, postalCode, country, ...optional };
}

function paymentEvents(before: Order | undefined, after: Order): DomainEvent[] {
  return [
    ...after.payment.instructions.flatMap((instruction, index) =>
      instructionEvents(after, before?.payment.instructions[index], instruction),
    ),
    ...after.payment.attempts.flatMap((attempt, index) => {
      const earlier = before?.payment.attempts[index];
      return [
        ...externalRefundEvents(after, earlier, attempt),
        ...disputeEvents(after, earlier, attempt),
        ...attemptEvents(after, earlier, attempt),
      ];
    }),
  ];
}

/** Each capture is told with its own amount, whatever it makes of the payment's status. */
function instructionEvents(order: Order, before: Instruction | undefined, after: Instruction): DomainEvent[] {
  if (before?.state === after.state || after.amount === 0) return [];
  const data = { orderId: order.id, amount: { amount: after.amount, currency: order.currency } };
  if (after.state === "REFUSED") {
    const { kind, id: instruction, reason = "refused" } = after;
    return [{ type: "PaymentInstructionRefused", data: { ...data, kind, instruction, reason } }];
  }
  if (after.state !== "DONE" || after.kind === "VOID") return [];
  return [{ type: after.kind === "CAPTURE" ? "PaymentCaptured" : "PaymentRefunded", data }];
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
    case "ACTION_REQUIRED":
      return [{ type: "PaymentActionRequired", data }];
    case "REQUESTED":
    case "CLOSED":
    case "CAPTURED":
      return [];
  }
}

/** What was given back at the provider, and what of it failed since it was told. */
function externalRefundEvents(
  { id: orderId, currency }: Order,
  before: Attempt | undefined,
  after: Attempt,
): DomainEvent[] {
  return after.externalRefunds.flatMap(({ reference, amount, failed = false }): DomainEvent[] => {
    const earlier = before?.externalRefunds.find((one) => one.reference === reference);
    const wasGiven = earlier !== undefined && earlier.failed !== true;
    if (wasGiven === !failed) return [];
    const data = { orderId, amount: { amount, currency }, external: true };
    return [{ type: failed ? "PaymentRefundFailed" : "PaymentRefunded", data }];
  });
}

const DISPUTE_EVENTS = { OPEN: "PaymentDisputed", WON: "PaymentDisputeWon", LOST: "PaymentDisputeLost" } as const;

function disputeEvents({ id: orderId, currency }: Order, before: Attempt | undefined, after: Attempt): DomainEvent[] {
  return after.disputes.flatMap(({ reference, amount, status }): DomainEvent[] => {
    const earlier = before?.disputes.find((one) => one.reference === reference);
    // Earlier code stored that a dispute is open, and told it, without storing which.
    const was = earlier?.status ?? (before?.disputed ? "OPEN" : undefined);
    return was === status ? [] : [{ type: DISPUTE_EVENTS[status], data: { orderId, amount: { amount, currency } } }];
  });
}

function shipmentEvents(orderId: string, before: Shipment | undefined, after: Shipment): DomainEvent[] {
  const { number, status, location, lines, carrier = "", trackingNumbers = [] } = after;
  const isSameDispatch =
    before?.carrier === carrier && before.trackingNumbers?.join("\n") === trackingNumbers.join("\n");
  if (before?.status === status && (status !== "SHIPPED" || isSameDispatch)) return [];
  switch (status) {
    case "PENDING":
      return [{ type: "ShipmentCreated", data: { orderId, number, ...(location !== MAIN && { location }), lines } }];
    case "SHIPPED":
      return [{ type: "ShipmentDispatched", data: { orderId, number, carrier, trackingNumbers } }];
    case "DELIVERED":
      return [{ type: "ShipmentDelivered", data: { orderId, number } }];
    case "CANCELLED":
      return [{ type: "ShipmentCancelled", data: { orderId, number } }];
    case "PACKED":
      return [{ type: "ShipmentPacked", data: { orderId, number } }];
    case "DELIVERY_FAILED":
      return [{ type: "ShipmentDeliveryFailed", data: { orderId, number, ...reasonOf(after) } }];
    case "RETURNED":
      return [{ type: "ShipmentReturned", data: { orderId, number, restocked: after.restockedTo !== undefined } }];
  }
}

function reasonOf({ failureReason: reason }: Shipment): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}
