import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const shipmentDispatched = defineEvent({
  type: "ShipmentDispatched",
  source: "waybill.shipping",
  summary: "A shipment has left the house.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int(), carrier: z.string(), trackingNumber: z.string() }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    number: 1,
    carrier: "DHL",
    trackingNumber: "00340434161094021501",
  },
});
