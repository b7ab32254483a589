import { problemError } from "../../platform/values/problems.ts";
import { type Product, type Sku, unknownProduct } from "./product.ts";
import { freeToOrder, type Stock, type Units } from "./stock.ts";

/** Merges items of one SKU, because a transaction may write an item only once. The first item's place is kept. */
export function mergeBySku<Item extends Units>(items: readonly Item[]): Item[] {
  const merged = new Map<Sku, Item>();
  for (const item of items) {
    const quantity = (merged.get(item.sku)?.quantity ?? 0) + item.quantity;
    merged.set(item.sku, { ...item, quantity });
  }
  return [...merged.values()];
}

/** A product that is asked for, and can be sold. */
export interface Sold<Item extends Units> {
  readonly item: Item;
  readonly product: Product;
}

/** The items, merged by SKU, with their products. @throws 422 naming every product that cannot be sold. */
export function requireOnSale<Item extends Units>(
  items: readonly Item[],
  products: ReadonlyMap<Sku, Product>,
): Sold<Item>[] {
  const merged = mergeBySku(items).map((item) => ({ item, product: products.get(item.sku) }));
  const sold = merged.flatMap(({ item, product }) => (isOnSale(product) ? [{ item, product }] : []));
  if (sold.length === merged.length) return sold;
  const errors = items.flatMap(({ sku }, index) => {
    const product = products.get(sku);
    const message = product ? `${sku} is archived` : `${sku} does not exist`;
    return isOnSale(product) ? [] : [{ path: `items.${index}.sku`, message }];
  });
  const reasons = [...new Set(errors.map(({ message }) => message))];
  throw problemError(unknownProduct, `These products cannot be ordered: ${reasons.join("; ")}. Take them out.`, {
    errors,
  });
}

export function isOnSale(product: Product | undefined): product is Product {
  return product?.status === "ACTIVE";
}

/** Units that are not there: how many were asked for, and what there is. */
export interface ShortUnits {
  readonly sku: Sku;
  readonly ordered: number;
  readonly available: number;
}

/** The units for which the stock does not suffice, with what may be taken of it. */
export function shortagesOf(units: readonly Units[], stocks: ReadonlyMap<Sku, Stock>): ShortUnits[] {
  return units.flatMap(({ sku, quantity }) => {
    const stock = stocks.get(sku);
    const available = stock ? freeToOrder(stock) : 0;
    return available < quantity ? [{ sku, ordered: quantity, available }] : [];
  });
}
