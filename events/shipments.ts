import * as z from "zod/mini";
import { defineEvent, Line } from "./envelope.ts";

export const shipmentCreated = defineEvent({
  type: "ShipmentCreated",
  source: "waybill.shipping",
  summary: "A shipment was made and has to be packed, at its location; without one at `main`.",
  schemaVersion: 1,
  data: z.looseObject({
    orderId: z.string(),
    number: z.int(),
    location: z.exactOptional(z.string()),
    lines: z.array(Line),
  }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    number: 1,
    lines: [{ sku: "MUG-BLUE-350", quantity: 2 }],
  },
});

export const shipmentPacked = defineEvent({
  type: "ShipmentPacked",
  source: "waybill.shipping",
  summary: "A shipment is packed, and can be dispatched.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", number: 1 },
});

export const shipmentDispatched = defineEvent({
  type: "ShipmentDispatched",
  source: "waybill.shipping",
  summary: "A shipment was dispatched, or sent again after its delivery had failed.",
  schemaVersion: 1,
  data: z.looseObject({
    orderId: z.string(),
    number: z.int(),
    carrier: z.string(),
    trackingNumbers: z.array(z.string()),
  }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    number: 1,
    carrier: "DHL",
    trackingNumbers: ["00340434161094021501"],
  },
});

export const shipmentDelivered = defineEvent({
  type: "ShipmentDelivered",
  source: "waybill.shipping",
  summary: "A shipment was delivered.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", number: 1 },
});

export const shipmentDeliveryFailed = defineEvent({
  type: "ShipmentDeliveryFailed",
  source: "waybill.shipping",
  summary: "A shipment could not be delivered. It is sent again, or comes back.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int(), reason: z.exactOptional(z.string()) }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", number: 1, reason: "Nobody was at home" },
});

export const shipmentReturned = defineEvent({
  type: "ShipmentReturned",
  source: "waybill.shipping",
  summary: "A shipment came back undelivered: its units are in stock again (`restocked`), or were written off.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int(), restocked: z.boolean() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", number: 1, restocked: true },
});

export const shipmentCancelled = defineEvent({
  type: "ShipmentCancelled",
  source: "waybill.shipping",
  summary: "A shipment was cancelled with its order, or all its units were taken out of it.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", number: 1 },
});
