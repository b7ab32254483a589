import { type Product, Sku } from "../../functions/inventory/rules/product.ts";
import type { Stock, Units } from "../../functions/inventory/rules/stock.ts";
import { firstVersion } from "../../functions/platform/values/version.ts";

const CREATED = "2026-11-20T08:00:00.000Z";

/** An ordinary product on sale at 12.90 EUR, 19 % tax included. */
export function aProduct(sku: string, changes: Partial<Product> = {}): Product {
  return {
    ...firstVersion(CREATED),
    sku: Sku.parse(sku),
    name: `Product ${sku}`,
    price: { amount: 1_290, currency: "EUR" },
    taxRate: 1_900,
    status: "ACTIVE",
    fingerprint: "fingerprint-of-the-product",
    ...changes,
  };
}

/** Ten units available, none reserved, no reorder point. */
export function aStock(changes: Partial<Stock> = {}): Stock {
  return { ...firstVersion(CREATED), sku: Sku.parse("MUG"), available: 10, reserved: 0, ...changes };
}

export function units(sku: string, quantity: number): Units {
  return { sku: Sku.parse(sku), quantity };
}
