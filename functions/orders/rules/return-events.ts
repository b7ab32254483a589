import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Order } from "./order.ts";
import { newReceipts } from "./order-movements.ts";
import type { Return } from "./return.ts";

/** What happened to an order's returns between two versions of it. */
export function returnEvents(before: Order | undefined, after: Order): DomainEvent[] {
  return after.returns.flatMap((one) => {
    const earlier = before?.returns.find(({ number }) => number === one.number);
    return [...decisionEvents(after.id, earlier, one), ...receiptEvents(before, after.id, one)];
  });
}

function decisionEvents(orderId: string, before: Return | undefined, after: Return): DomainEvent[] {
  const { number, status, rejectionReason: reason = "" } = after;
  if (before?.status === status) return [];
  const lines = after.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  switch (status) {
    case "REQUESTED":
      return [{ type: "ReturnRequested", data: { orderId, number, lines } }];
    case "APPROVED":
      return [{ type: "ReturnApproved", data: { orderId, number, lines } }];
    case "REJECTED":
      return [{ type: "ReturnRejected", data: { orderId, number, reason } }];
    case "CANCELLED":
      return [{ type: "ReturnCancelled", data: { orderId, number } }];
    case "PARTIALLY_RECEIVED":
    case "RECEIVED":
      return [];
  }
}

function receiptEvents(before: Order | undefined, orderId: string, after: Return): DomainEvent[] {
  const { number } = after;
  const status = after.status === "RECEIVED" ? "RECEIVED" : "PARTIALLY_RECEIVED";
  return newReceipts(before, after).map(({ location, lines }) => ({
    type: "ReturnReceived",
    data: {
      orderId,
      number,
      status,
      location,
      lines: lines.map(({ sku, restocked, writtenOff }) => ({ sku, restocked, writtenOff })),
    },
  }));
}
