import { parseProduct, productKey } from "../inventory/product-table.ts";
import type { Product, Sku } from "../inventory/rules/product.ts";
import type { Stock, Units } from "../inventory/rules/stock.ts";
import { parseStock, stockKey } from "../inventory/stock-table.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { keyText, readItems } from "../platform/table/read.ts";
import { orderKey } from "./order-keys.ts";
import type { Order, OrderId } from "./rules/order.ts";
import { parseOrder } from "./stored-order.ts";

/** What placing an order has to know; a product or stock item that does not exist is absent. */
export interface KnownForPlacing {
  /** The order of an earlier request with the same idempotency key. */
  readonly order: Order | undefined;
  readonly products: ReadonlyMap<Sku, Product>;
  readonly stocks: ReadonlyMap<Sku, Stock>;
}

/** Reads the order, its products and their stock in one call. */
export async function readForPlacing(id: OrderId, units: readonly Units[]): Promise<KnownForPlacing> {
  const skus = skusOf(units);
  const items = await readItems([orderKey(id), ...skus.map(productKey), ...skus.map(stockKey)]);
  const order = items.get(keyText(orderKey(id)));
  return {
    order: order && parseOrder(order),
    products: parseEach(items, skus, productKey, parseProduct),
    stocks: parseEach(items, skus, stockKey, parseStock),
  };
}

/** Reads the stock again, after it has changed since the first read. */
export async function readStocks(units: readonly Units[]): Promise<ReadonlyMap<Sku, Stock>> {
  const skus = skusOf(units);
  return parseEach(await readItems(skus.map(stockKey)), skus, stockKey, parseStock);
}

/** The products of these units; one that does not exist is absent. */
export async function readProducts(units: readonly Units[]): Promise<ReadonlyMap<Sku, Product>> {
  const skus = skusOf(units);
  return parseEach(await readItems(skus.map(productKey)), skus, productKey, parseProduct);
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
