import * as z from "zod/mini";
import { defineEvent } from "./event.ts";
import { EventMoney } from "./parts.ts";

export const paymentVoided = defineEvent({
  type: "PaymentVoided",
  source: "waybill.payments",
  summary: "The money that was held, or may have been held, for an order is free again.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});
