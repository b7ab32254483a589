import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const orderFailed = defineEvent({
  type: "OrderFailed",
  source: "waybill.orders",
  summary: "An order came to nothing: its stock is free again, and money that may be held is let go of.",
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
