import {
  knowsSeveralLocations,
  loadLocations,
  locationsKey,
  locationsToServeFrom,
  parseLocations,
  rememberSeveralLocations,
} from "../inventory/location-table.ts";
import { parseProduct, productKey } from "../inventory/product-table.ts";
import { allocate } from "../inventory/rules/allocate.ts";
import type { Product, Sku } from "../inventory/rules/product.ts";
import type { Units } from "../inventory/rules/stock.ts";
import { parseStock, stockKey } from "../inventory/stock-table.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { keyText, readItems } from "../platform/table/read.ts";
import { orderKey } from "./order-keys.ts";
import type { OnSale } from "./rules/edited-lines.ts";
import type { Supply } from "./rules/first-version.ts";
import type { Order, OrderId } from "./rules/order.ts";
import { parseOrder } from "./stored-order.ts";

/** What placing an order has to know; a product or stock item that does not exist is absent. */
export interface KnownForPlacing {
  /** The order of an earlier request with the same idempotency key. */
  readonly order: Order | undefined;
  readonly products: ReadonlyMap<Sku, Product>;
  readonly supply: Supply;
}

/** Reads the order, its products and their stock in one call. */
export async function readForPlacing(id: OrderId, units: readonly Units[]): Promise<KnownForPlacing> {
  const skus = skusOf(units);
  const items = await readItems([
    orderKey(id),
    ...skus.map(productKey),
    ...skus.map(stockKey),
    ...keysOfSeveralLocations(),
  ]);
  const order = items.get(keyText(orderKey(id)));
  return {
    order: order && parseOrder(order),
    products: parseEach(items, skus, productKey, parseProduct),
    supply: await supplyIn(items, skus),
  };
}

/** Reads the stock again, after it has changed since the first read. */
export async function readSupply(units: readonly Units[]): Promise<Supply> {
  const skus = skusOf(units);
  return supplyIn(await readItems([...skus.map(stockKey), ...keysOfSeveralLocations()]), skus);
}

/** What may be added to an order. Where the shop has one location, its stock is not read: the write says what is there. */
export async function readOnSale(units: readonly Units[]): Promise<OnSale> {
  const skus = skusOf(units);
  const ofSeveral = skus.length > 0 && knowsSeveralLocations() ? [...skus.map(stockKey), locationsKey] : [];
  const items = await readItems([...skus.map(productKey), ...ofSeveral]);
  const { stocks, locations } = await supplyIn(items, skus);
  return {
    products: parseEach(items, skus, productKey, parseProduct),
    allocate: (wanted) => allocate([wanted], stocks, locations)[0]?.allocations ?? [],
  };
}

function keysOfSeveralLocations(): Key[] {
  return knowsSeveralLocations() ? [locationsKey] : [];
}

/** The stock in these items, and how the shop chooses among its locations: read only where there are several. */
async function supplyIn(items: ReadonlyMap<string, StoredItem>, skus: readonly Sku[]): Promise<Supply> {
  const stocks = parseEach(items, skus, stockKey, parseStock);
  const isAtSeveral = [...stocks.values()].some((stock) => stock.locations.length > 1);
  if (!isAtSeveral) return { stocks, locations: locationsToServeFrom(undefined) };
  const known = items.get(keyText(locationsKey));
  rememberSeveralLocations();
  return { stocks, locations: locationsToServeFrom(known ? parseLocations(known) : await loadLocations()) };
}

function skusOf(units: readonly Units[]): Sku[] {
  return [...new Set(units.map(({ sku }) => sku))];
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
