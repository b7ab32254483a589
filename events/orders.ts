import * as z from "zod/mini";
import { defineEvent, EventAddress, EventMoney, Line } from "./envelope.ts";

export const orderPlaced = defineEvent({
  type: "OrderPlaced",
  source: "waybill.orders",
  summary: "Order confirmed: payment authorized, stock reserved.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), lines: z.array(Line), total: EventMoney, shippingAddress: EventAddress }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    lines: [{ sku: "MUG-BLUE-350", quantity: 2 }],
    total: { amount: 2580, currency: "EUR" },
    shippingAddress: {
      name: "Alice Example",
      line1: "Hauptstr. 1",
      city: "Berlin",
      postalCode: "10115",
      country: "DE",
    },
  },
});

export const orderFailed = defineEvent({
  type: "OrderFailed",
  source: "waybill.orders",
  summary: "Order failed; stock released, authorization voided.",
  schemaVersion: 1,
  data: z.looseObject({
    orderId: z.string(),
    reason: z.string(),
    shortages: z.array(z.looseObject({ sku: z.string(), ordered: z.int(), available: z.int() })),
  }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    reason: "OUT_OF_STOCK",
    shortages: [{ sku: "MUG-BLUE-350", ordered: 20, available: 8 }],
  },
});

export const orderCancelled = defineEvent({
  type: "OrderCancelled",
  source: "waybill.orders",
  summary: "Order cancelled before it shipped; stock released.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f" },
});

export const orderShipped = defineEvent({
  type: "OrderShipped",
  source: "waybill.orders",
  summary: "All lines of the order are shipped.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f" },
});

export const orderDelivered = defineEvent({
  type: "OrderDelivered",
  source: "waybill.orders",
  summary: "Nothing of the order is on its way any more: what did not come back is delivered.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f" },
});

export const orderReturned = defineEvent({
  type: "OrderReturned",
  source: "waybill.orders",
  summary: "Everything that was sent of the order came back undelivered.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f" },
});

export const orderPartiallyShipped = defineEvent({
  type: "OrderPartiallyShipped",
  source: "waybill.orders",
  summary: "The first shipment of an order left, and others are to follow.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f" },
});

export const orderEdited = defineEvent({
  type: "OrderEdited",
  source: "waybill.orders",
  summary: "Lines, addresses or other details of an order were changed, with what it costs now: read the order.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), total: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", total: { amount: 1290, currency: "EUR" } },
});
