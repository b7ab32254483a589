import * as z from "zod/mini";
import { defineEvent } from "./event.ts";
import { EventMoney } from "./parts.ts";

export const paymentCaptured = defineEvent({
  type: "PaymentCaptured",
  source: "waybill.payments",
  summary: "An order's money has been taken.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});
