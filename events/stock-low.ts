import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const stockLow = defineEvent({
  type: "StockLow",
  source: "waybill.inventory",
  summary: "What is available has come to the reorder point or below it, and is not depleted.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), available: z.int(), reorderPoint: z.int() }),
  example: { sku: "MUG-BLUE-350", available: 4, reorderPoint: 5 },
});
