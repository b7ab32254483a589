import * as z from "zod/mini";
import { defineEvent, EventMoney } from "./envelope.ts";

export const paymentAuthorized = defineEvent({
  type: "PaymentAuthorized",
  source: "waybill.payments",
  summary: "The payment of an order is authorized.",
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
  summary: "The provider declined the payment of an order.",
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
  summary: "Money of an order was captured: the amount of this capture.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});

export const paymentVoided = defineEvent({
  type: "PaymentVoided",
  source: "waybill.payments",
  summary: "The authorization of an order's payment was voided, or cannot exist any more.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});

export const paymentExpired = defineEvent({
  type: "PaymentExpired",
  source: "waybill.payments",
  summary: "The provider refused a capture: the shipment stays PACKED, staff decide.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});
