import * as z from "zod/mini";
import { defineEvent } from "./event.ts";
import { EventAddress, EventMoney, Line } from "./parts.ts";

export const orderPlaced = defineEvent({
  type: "OrderPlaced",
  source: "waybill.orders",
  summary: "An order is paid for and wants to be shipped.",
  schemaVersion: 1,
  data: z.looseObject({ orderId: z.string(), lines: z.array(Line), total: EventMoney, shippingAddress: EventAddress }),
  example: {
    orderId: "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    lines: [{ sku: "MUG-BLUE-350", quantity: 2 }],
    total: { amount: 2580, currency: "EUR" },
    shippingAddress: {
      name: "Alice Example",
      line1: "Hauptstr. 1",
      city: "Berlin",
      postalCode: "10115",
      country: "DE",
    },
  },
});
