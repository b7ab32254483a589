import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const orderDelivered = defineEvent({
  type: "OrderDelivered",
  source: "waybill.orders",
  summary: "Everything of an order has arrived.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string() }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f" },
});
