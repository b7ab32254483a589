import type { Timestamp } from "../../platform/values/time.ts";
import type { Product } from "./product.ts";
import { freeToOrder, type Stock, stockLevel } from "./stock.ts";

export const AVAILABILITIES = ["in_stock", "low", "out_of_stock", "backorder"] as const;

/** Whether a product can be ordered now, as a list of products shows it. */
export interface Availability {
  readonly available: number;
  readonly status: (typeof AVAILABILITIES)[number];
  readonly expectedAt?: Timestamp;
}

/** @param stock undefined where it cannot be read: nothing is promised of it then */
export function availabilityOf({ backorder }: Product, stock: Stock | undefined): Availability {
  const available = stock ? Math.max(0, freeToOrder(stock)) : 0;
  if (stock && available > 0) return { available, status: stockLevel(stock) === "LOW" ? "low" : "in_stock" };
  if (!backorder) return { available, status: "out_of_stock" };
  const { expectedAt } = backorder;
  return { available, status: "backorder", ...(expectedAt !== undefined && { expectedAt }) };
}
