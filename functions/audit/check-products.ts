import { productList } from "../inventory/product-table.ts";
import { PRODUCT_STATUSES, Product } from "../inventory/rules/product.ts";
import { Stock } from "../inventory/rules/stock.ts";
import { mergePartitions } from "../platform/table/list.ts";
import type { Checked } from "./checked.ts";
import { countReserved } from "./count-reserved.ts";
import { readShelves, type StoredShelf } from "./read-shelves.ts";
import type { Count } from "./rules/open-units.ts";
import { PRODUCTS_PER_STEP } from "./rules/position.ts";
import { readable, type Violation, violationsOf } from "./rules/rule.ts";
import { shelfRules, stockRules } from "./rules/stock-rules.ts";

/** Checks a page of products and starts to count the units that orders hold of them. */
export async function checkProducts(after: string | undefined): Promise<Checked> {
  const lists = PRODUCT_STATUSES.map((status) => [productList(status)]);
  const { entries, next } = await mergePartitions("gsi1", lists, { limit: PRODUCTS_PER_STEP, after });
  const { settled, moving } = await readShelves(entries.map(({ sortKey }) => sortKey));
  const results = settled.map(checkShelf);
  const counted = await countReserved({
    phase: "reserved",
    counts: results.flatMap(({ count }) => count),
    ...(next !== undefined && { products: next }),
  });
  return {
    ...counted,
    checkedProducts: entries.length,
    violations: [...results.flatMap(({ violations }) => violations), ...counted.violations],
    unsettled: [...moving, ...counted.unsettled],
  };
}

interface ShelfResult {
  readonly violations: readonly Violation[];
  /** The count to start; empty without a readable stock. */
  readonly count: readonly Count[];
}

function checkShelf({ sku, product: storedProduct, stock: storedStock, adjustments }: StoredShelf): ShelfResult {
  const product = Product.safeParse(storedProduct);
  const stock = storedStock && Stock.safeParse(storedStock);
  if (!product.success || stock?.success === false) {
    return {
      violations: [product, stock].flatMap((read) => (read ? violationsOf([readable], sku, read) : [])),
      count: [],
    };
  }
  const shelf = { product: product.data, stock: stock?.data, adjustments };
  return {
    violations: [
      ...violationsOf(shelfRules, sku, shelf),
      ...(shelf.stock ? violationsOf(stockRules, sku, shelf.stock) : []),
    ],
    count: shelf.stock ? [{ sku: shelf.stock.sku, version: shelf.stock.version, open: 0 }] : [],
  };
}
