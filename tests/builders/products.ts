import type { Supply } from "../../functions/inventory/rules/allocate.ts";
import { MAIN } from "../../functions/inventory/rules/location.ts";
import { type Product, Sku } from "../../functions/inventory/rules/product.ts";
import type { Stock, Units } from "../../functions/inventory/rules/stock.ts";
import type { OnSale } from "../../functions/orders/rules/edited-lines.ts";
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

/** Ten units available at `main`, none reserved, no reorder point. */
export function aStock({ locations: given, ...changes }: Partial<Stock> = {}): Stock {
  const stock = {
    ...firstVersion(CREATED),
    sku: Sku.parse("MUG"),
    available: 10,
    reserved: 0,
    backordered: 0,
    movements: 0,
    ...changes,
  };
  const { available, reserved } = stock;
  return { ...stock, locations: given ?? [{ location: MAIN, available, reserved }] };
}

/** These stocks, of a shop with one location. */
export function aSupply(stocks: Iterable<Stock>): Supply {
  return {
    stocks: new Map([...stocks].map((stock) => [stock.sku, stock])),
    locations: { byPriority: [MAIN], strategy: "priority" },
  };
}

/** These products, of a shop with one location. */
export function allOnSale(products: ReadonlyMap<Sku, Product> = new Map()): OnSale {
  return { products, allocate: () => [] };
}

export function units(sku: string, quantity: number): Units {
  return { sku: Sku.parse(sku), quantity };
}
