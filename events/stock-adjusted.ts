import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const stockAdjusted = defineEvent({
  type: "StockAdjusted",
  source: "waybill.inventory",
  summary: "Units came in, broke, came back or were miscounted.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 10, available: 10, reserved: 0 },
});
