import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const stockReplenished = defineEvent({
  type: "StockReplenished",
  source: "waybill.inventory",
  summary: "There is enough again of what was low or depleted.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), available: z.int() }),
  example: { sku: "MUG-BLUE-350", available: 50 },
});
