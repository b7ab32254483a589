import * as z from "zod/mini";
import { defineEvent } from "./envelope.ts";

export const stockReserved = defineEvent({
  type: "StockReserved",
  source: "waybill.inventory",
  summary: "Units are held for an order.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 2, available: 8, reserved: 2 },
});

export const stockReleased = defineEvent({
  type: "StockReleased",
  source: "waybill.inventory",
  summary: "Units that were held for an order are free again.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 2, available: 10, reserved: 0 },
});

export const stockShipped = defineEvent({
  type: "StockShipped",
  source: "waybill.inventory",
  summary: "Units have left the house.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 2, available: 8, reserved: 0 },
});

export const stockAdjusted = defineEvent({
  type: "StockAdjusted",
  source: "waybill.inventory",
  summary: "Units came in, broke, came back or were miscounted.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 10, available: 10, reserved: 0 },
});

export const stockLow = defineEvent({
  type: "StockLow",
  source: "waybill.inventory",
  summary: "What is available has come to the reorder point or below it, and is not depleted.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), available: z.int(), reorderPoint: z.int() }),
  example: { sku: "MUG-BLUE-350", available: 4, reorderPoint: 5 },
});

export const stockDepleted = defineEvent({
  type: "StockDepleted",
  source: "waybill.inventory",
  summary: "The last available unit is gone.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string() }),
  example: { sku: "MUG-BLUE-350" },
});

export const stockReplenished = defineEvent({
  type: "StockReplenished",
  source: "waybill.inventory",
  summary: "There is enough again of what was low or depleted.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), available: z.int() }),
  example: { sku: "MUG-BLUE-350", available: 50 },
});
