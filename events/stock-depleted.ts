import * as z from "zod/mini";
import { defineEvent } from "./event.ts";

export const stockDepleted = defineEvent({
  type: "StockDepleted",
  source: "waybill.inventory",
  summary: "The last available unit is gone.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string() }),
  example: { sku: "MUG-BLUE-350" },
});
