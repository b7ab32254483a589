import * as z from "zod/mini";
import { defineEvent, Line } from "./envelope.ts";

export const returnRequested = defineEvent({
  type: "ReturnRequested",
  source: "waybill.returns",
  summary: "A customer asked to send units back; the shop has to approve or reject it.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int(), lines: z.array(Line) }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    number: 1,
    lines: [{ sku: "MUG-BLUE-350", quantity: 1 }],
  },
});

export const returnApproved = defineEvent({
  type: "ReturnApproved",
  source: "waybill.returns",
  summary: "A return was approved, or made by the shop itself: its units are expected.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int(), lines: z.array(Line) }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    number: 1,
    lines: [{ sku: "MUG-BLUE-350", quantity: 1 }],
  },
});

export const returnRejected = defineEvent({
  type: "ReturnRejected",
  source: "waybill.returns",
  summary: "A return was rejected: its reason is for the customer.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int(), reason: z.string() }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    number: 1,
    reason: "Opened packs of underwear are not taken back.",
  },
});

export const returnCancelled = defineEvent({
  type: "ReturnCancelled",
  source: "waybill.returns",
  summary: "A return was cancelled before any of its units came.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", number: 1 },
});

export const returnReceived = defineEvent({
  type: "ReturnReceived",
  source: "waybill.returns",
  summary: "Units of a return came, or the rest of it is not expected any more; refunds are told as PaymentRefunded.",
  schemaVersion: 1,
  data: z.looseObject({
    orderId: z.string(),
    number: z.int(),
    status: z.enum(["PARTIALLY_RECEIVED", "RECEIVED"]),
    location: z.string(),
    lines: z.array(z.looseObject({ sku: z.string(), restocked: z.int(), writtenOff: z.int() })),
  }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    number: 1,
    status: "RECEIVED",
    location: "main",
    lines: [{ sku: "MUG-BLUE-350", restocked: 1, writtenOff: 0 }],
  },
});
