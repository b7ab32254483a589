import * as z from "zod/mini";
import { problem } from "../../platform/values/problems.ts";
import { versioned } from "../../platform/values/version.ts";
import { Sku } from "./product.ts";

/** The most units that one line or one adjustment may move. */
export const MAX_QUANTITY = 100_000;

/** Units of one product that an order line holds, releases or ships. */
export interface Units {
  readonly sku: Sku;
  readonly quantity: number;
}

/** How much of a product there is: free to sell, and held for orders that have not shipped. */
export const Stock = z.looseObject({
  ...versioned,
  sku: Sku,
  available: z.int(),
  reserved: z.int(),
  /** The sum of all adjustments in the ledger. Absent where it was never counted. */
  adjusted: z.exactOptional(z.int()),
  /** All units ever shipped with orders, counted since `adjusted` is. */
  shipped: z.exactOptional(z.int()),
  /** A copy of the product's, so that "low" can be told from this item alone. */
  reorderPoint: z.exactOptional(z.int()),
});
export type Stock = z.output<typeof Stock>;

export type StockLevel = "PLENTY" | "LOW" | "DEPLETED";

/** DEPLETED with nothing to sell, LOW at the reorder point or below it. */
export function stockLevel({ available, reorderPoint }: Pick<Stock, "available" | "reorderPoint">): StockLevel {
  if (available <= 0) return "DEPLETED";
  return reorderPoint !== undefined && available <= reorderPoint ? "LOW" : "PLENTY";
}

export const ADJUSTMENT_REASONS = ["received", "damaged", "returned", "correction"] as const;

/** A change of what is on hand, with its reason: the stock's ledger. */
export const Adjustment = z.looseObject({
  ...versioned,
  id: z.string(),
  sku: Sku,
  quantity: z.int(),
  reason: z.enum(ADJUSTMENT_REASONS),
  fingerprint: z.string(),
});
export type Adjustment = z.output<typeof Adjustment>;

export const insufficientStock = problem(409, "insufficient_stock", "Fewer units are available than would be taken.");
export const outOfStock = problem(409, "out_of_stock", "Fewer units are available than were ordered.");
