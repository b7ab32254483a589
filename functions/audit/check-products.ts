import { productList } from "../inventory/product-table.ts";
import { PRODUCT_STATUSES, Product } from "../inventory/rules/product.ts";
import { Stock } from "../inventory/rules/stock.ts";
import { mergePartitions } from "../platform/table/list.ts";
import type { Checked } from "./checked.ts";
import { countReserved } from "./count-reserved.ts";
import { readProductStocks, type StoredProduct } from "./read-product-stocks.ts";
import type { Count } from "./rules/open-units.ts";
import { PRODUCTS_PER_STEP } from "./rules/position.ts";
import { readable, type Violation, violationsOf } from "./rules/rule.ts";
import { productStockRules, stockRules } from "./rules/stock-rules.ts";

/** Checks a page of products and starts to count the units that orders hold of them. */
export async function checkProducts(after: string | undefined): Promise<Checked> {
  const lists = PRODUCT_STATUSES.map((status) => [productList(status)]);
  const { entries, next } = await mergePartitions("byList", lists, { limit: PRODUCTS_PER_STEP, after });
  const { consistent, changing } = await readProductStocks(entries.map(({ sortKey }) => sortKey));
  const results = consistent.map(checkProduct);
  const counted = await countReserved({
    phase: "reserved",
    counts: results.flatMap(({ count }) => count),
    ...(next !== undefined && { products: next }),
  });
  return {
    ...counted,
    checkedProducts: entries.length,
    violations: [...results.flatMap(({ violations }) => violations), ...counted.violations],
    unsettled: [...changing, ...counted.unsettled],
  };
}

interface ProductResult {
  readonly violations: readonly Violation[];
  /** The count to start; empty without a readable stock. */
  readonly count: readonly Count[];
}

function checkProduct({ sku, product: storedProduct, stock: storedStock, adjustments }: StoredProduct): ProductResult {
  const product = Product.safeParse(storedProduct);
  const stock = storedStock && Stock.safeParse(storedStock);
  if (!product.success || stock?.success === false) {
    return {
      violations: [product, stock].flatMap((read) => (read ? violationsOf([readable], sku, read) : [])),
      count: [],
    };
  }
  const productStock = { product: product.data, stock: stock?.data, adjustments };
  return {
    violations: [
      ...violationsOf(productStockRules, sku, productStock),
      ...(productStock.stock ? violationsOf(stockRules, sku, productStock.stock) : []),
    ],
    count: productStock.stock ? [{ sku: productStock.stock.sku, version: productStock.stock.version, open: 0 }] : [],
  };
}
