import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const stockReleased = defineEvent({
  type: "StockReleased",
  source: "waybill.inventory",
  summary: "Units that were held for an order are free again.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 2, available: 10, reserved: 0 },
});
