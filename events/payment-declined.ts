import * as z from "zod/mini";
import { defineEvent } from "./event.ts";
import { EventMoney } from "./parts.ts";

export const paymentDeclined = defineEvent({
  type: "PaymentDeclined",
  source: "waybill.payments",
  summary: "The provider refused to hold an order's money.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney, reason: z.string() }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    amount: { amount: 100000, currency: "EUR" },
    reason: "the card was declined",
  },
});
