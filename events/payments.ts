import * as z from "zod/mini";
import { defineEvent, EventMoney } from "./envelope.ts";

export const paymentAuthorized = defineEvent({
  type: "PaymentAuthorized",
  source: "waybill.payments",
  summary: "An order's money is held at the provider.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney, provider: z.string() }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    amount: { amount: 2580, currency: "EUR" },
    provider: "sandbox",
  },
});

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

export const paymentCaptured = defineEvent({
  type: "PaymentCaptured",
  source: "waybill.payments",
  summary: "An order's money has been taken.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});

export const paymentVoided = defineEvent({
  type: "PaymentVoided",
  source: "waybill.payments",
  summary: "The money that was held, or may have been held, for an order is free again.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});

export const paymentExpired = defineEvent({
  type: "PaymentExpired",
  source: "waybill.payments",
  summary: "The provider refused to capture held money: staff have to decide what becomes of the packed goods.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});
