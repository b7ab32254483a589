import * as z from "zod/mini";
import { defineEvent, EventMoney } from "./envelope.ts";

const sold = { sku: z.string(), name: z.string(), price: EventMoney, status: z.string() };
const mug = { sku: "MUG-BLUE-350", name: "Blue mug, 350 ml", price: { amount: 1_290, currency: "EUR" } };

export const productCreated = defineEvent({
  type: "ProductCreated",
  source: "waybill.inventory",
  summary: "A product was added.",
  schemaVersion: 1,
  data: z.looseObject(sold),
  example: { ...mug, status: "ACTIVE" },
});

export const productChanged = defineEvent({
  type: "ProductChanged",
  source: "waybill.inventory",
  summary: "A product was changed: another name, price or any other field than its status.",
  schemaVersion: 1,
  data: z.looseObject(sold),
  example: { ...mug, status: "ACTIVE" },
});

export const productArchived = defineEvent({
  type: "ProductArchived",
  source: "waybill.inventory",
  summary: "A product was taken off sale.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string() }),
  example: { sku: mug.sku },
});

export const productRestored = defineEvent({
  type: "ProductRestored",
  source: "waybill.inventory",
  summary: "A product that was archived is on sale again.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string() }),
  example: { sku: mug.sku },
});
