import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const stockShipped = defineEvent({
  type: "StockShipped",
  source: "waybill.inventory",
  summary: "Units have left the house.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 2, available: 8, reserved: 0 },
});
