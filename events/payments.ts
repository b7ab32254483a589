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
  summary: "The provider holds the authorized money no more: the order waits for another payment, or ends.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});

export const paymentActionRequired = defineEvent({
  type: "PaymentActionRequired",
  source: "waybill.payments",
  summary: "The customer has to do something, such as 3-D Secure, before the payment is authorized.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});

export const paymentRefunded = defineEvent({
  type: "PaymentRefunded",
  source: "waybill.payments",
  summary:
    "Money of an order was given back: the amount of this refund. `external`: somebody made it at the provider, such as on its own page.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney, external: z.exactOptional(z.boolean()) }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 1290, currency: "EUR" } },
});

export const paymentRefundFailed = defineEvent({
  type: "PaymentRefundFailed",
  source: "waybill.payments",
  summary:
    "A refund that was made at the provider, and told by PaymentRefunded, failed: its amount was not given back after all.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney, external: z.boolean() }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    amount: { amount: 500, currency: "EUR" },
    external: true,
  },
});

export const paymentInstructionRefused = defineEvent({
  type: "PaymentInstructionRefused",
  source: "waybill.payments",
  summary: "A capture or refund could not be carried out: a person has to decide.",
  schemaVersion: 1,
  data: z.looseObject({
    orderId: z.string(),
    amount: EventMoney,
    kind: z.enum(["CAPTURE", "REFUND", "VOID"]),
    instruction: z.int(),
    reason: z.string(),
  }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    amount: { amount: 1290, currency: "EUR" },
    kind: "REFUND",
    instruction: 3,
    reason: "the bank could not give the money back",
  },
});

export const paymentDisputed = defineEvent({
  type: "PaymentDisputed",
  source: "waybill.payments",
  summary:
    "The customer's bank disputes a payment: the amount that it asks for. Nothing of the order is given back while the dispute is open.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});

export const paymentDisputeWon = defineEvent({
  type: "PaymentDisputeWon",
  source: "waybill.payments",
  summary: "A dispute is over and the shop keeps the disputed amount: refunds that waited go on.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});

export const paymentDisputeLost = defineEvent({
  type: "PaymentDisputeLost",
  source: "waybill.payments",
  summary: "A dispute is over and the customer's bank has taken the disputed amount: it cannot be refunded any more.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), amount: EventMoney }),
  example: { orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f", amount: { amount: 2580, currency: "EUR" } },
});
