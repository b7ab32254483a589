import * as z from "zod/mini";
import { defineEvent } from "./envelope.ts";

export const stockReserved = defineEvent({
  type: "StockReserved",
  source: "waybill.inventory",
  summary: "Units were reserved, for an order or by a reservation.",
  schemaVersion: 1,
  requiredSetting: "publishStockMoves",
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 2, available: 8, reserved: 2 },
});

export const stockReleased = defineEvent({
  type: "StockReleased",
  source: "waybill.inventory",
  summary: "Units that an order or a reservation held were released.",
  schemaVersion: 1,
  requiredSetting: "publishStockMoves",
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 2, available: 10, reserved: 0 },
});

export const stockShipped = defineEvent({
  type: "StockShipped",
  source: "waybill.inventory",
  summary: "Units were shipped.",
  schemaVersion: 1,
  requiredSetting: "publishStockMoves",
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 2, available: 8, reserved: 0 },
});

export const stockAdjusted = defineEvent({
  type: "StockAdjusted",
  source: "waybill.inventory",
  summary: "Stock was adjusted: units received, damaged, returned, corrected or counted.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), quantity: z.int(), available: z.int(), reserved: z.int() }),
  example: { sku: "MUG-BLUE-350", quantity: 10, available: 10, reserved: 0 },
});

export const awaitedStockArrived = defineEvent({
  type: "AwaitedStockArrived",
  source: "waybill.inventory",
  summary: "Units came of a product that orders wait for: they are given to them, first come, first served.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), available: z.int(), backordered: z.int() }),
  example: { sku: "MUG-BLUE-350", available: 50, backordered: 12 },
});

export const stockLow = defineEvent({
  type: "StockLow",
  source: "waybill.inventory",
  summary:
    "The available units, without as many as orders wait for, have reached the reorder point, and are more than 0.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), available: z.int(), reorderPoint: z.int() }),
  example: { sku: "MUG-BLUE-350", available: 4, reorderPoint: 5 },
});

export const stockDepleted = defineEvent({
  type: "StockDepleted",
  source: "waybill.inventory",
  summary: "No unit is available any more, beyond what orders wait for.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string() }),
  example: { sku: "MUG-BLUE-350" },
});

export const stockReplenished = defineEvent({
  type: "StockReplenished",
  source: "waybill.inventory",
  summary: "The available units, without as many as orders wait for, are above the reorder point again.",
  schemaVersion: 1,
  data: z.looseObject({ sku: z.string(), available: z.int() }),
  example: { sku: "MUG-BLUE-350", available: 50 },
});
