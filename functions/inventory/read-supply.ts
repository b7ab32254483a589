import type { Key, StoredItem } from "../platform/table/item.ts";
import { keyText, readItems } from "../platform/table/read.ts";
import {
  knowsSeveralLocations,
  loadLocations,
  locationsKey,
  locationsToServeFrom,
  parseLocations,
  rememberSeveralLocations,
} from "./location-table.ts";
import { parseProduct, productKey } from "./product-table.ts";
import type { Supply } from "./rules/allocate.ts";
import type { Product, Sku } from "./rules/product.ts";
import type { Units } from "./rules/stock.ts";
import { parseStock, stockKey } from "./stock-table.ts";

/** The SKUs of these units, each once. */
export function skusOf(units: readonly Units[]): Sku[] {
  return [...new Set(units.map(({ sku }) => sku))];
}

/** The keys of what `supplyIn` looks for. */
export function supplyKeys(skus: readonly Sku[]): Key[] {
  return [...skus.map(stockKey), ...(knowsSeveralLocations() ? [locationsKey] : [])];
}

/** The stock of these products in the table. */
export async function readSupply(units: readonly Units[]): Promise<Supply> {
  const skus = skusOf(units);
  return supplyIn(await readItems(supplyKeys(skus)), skus);
}

/** The stock in these items, and how the shop chooses among its locations: read only where there are several. */
export async function supplyIn(items: ReadonlyMap<string, StoredItem>, skus: readonly Sku[]): Promise<Supply> {
  const stocks = parseEach(items, skus, stockKey, parseStock);
  const isAtSeveral = [...stocks.values()].some((stock) => stock.locations.length > 1);
  if (!isAtSeveral) return { stocks, locations: locationsToServeFrom(undefined) };
  const known = items.get(keyText(locationsKey));
  rememberSeveralLocations();
  return { stocks, locations: locationsToServeFrom(known ? parseLocations(known) : await loadLocations()) };
}

/** The products in these items; one that does not exist is absent. */
export function productsIn(items: ReadonlyMap<string, StoredItem>, skus: readonly Sku[]): ReadonlyMap<Sku, Product> {
  return parseEach(items, skus, productKey, parseProduct);
}

function parseEach<Thing>(
  items: ReadonlyMap<string, StoredItem>,
  skus: readonly Sku[],
  keyOf: (sku: Sku) => Key,
  parse: (item: StoredItem) => Thing,
): ReadonlyMap<Sku, Thing> {
  return new Map(
    skus.flatMap((sku) => {
      const item = items.get(keyText(keyOf(sku)));
      return item ? [[sku, parse(item)] as const] : [];
    }),
  );
}
