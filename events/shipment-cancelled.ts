import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const shipmentCancelled = defineEvent({
  type: "ShipmentCancelled",
  source: "waybill.shipping",
  summary: "A shipment will not leave: its order was cancelled.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), number: z.int() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", number: 1 },
});
