import * as z from "zod/mini";
import { defineEvent } from "./event.ts";
import { Line } from "./parts.ts";

export const shipmentCreated = defineEvent({
  type: "ShipmentCreated",
  source: "waybill.shipping",
  summary: "A shipment wants to be packed.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int(), lines: z.array(Line) }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    number: 1,
    lines: [{ sku: "MUG-BLUE-350", quantity: 2 }],
  },
});
