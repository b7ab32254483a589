import * as z from "zod/mini";
import { productList } from "../inventory/product-table.ts";
import { PRODUCT_STATUSES, Product, type Sku } from "../inventory/rules/product.ts";
import { Stock } from "../inventory/rules/stock.ts";
import { now } from "../platform/runtime/request-context.ts";
import { mergePartitions } from "../platform/table/list.ts";
import { checkLedgers } from "./check-ledgers.ts";
import type { Checked } from "./checked.ts";
import { readProductStocks, type StoredProduct } from "./read-product-stocks.ts";
import { PRODUCTS_PER_STEP } from "./rules/position.ts";
import { readable, type Violation, violationsOf } from "./rules/rule.ts";
import { isHandled, type ProductAndStock, stockListRule } from "./rules/stock-list-rule.ts";
import { productStockRules, stockRules } from "./rules/stock-rules.ts";

/** Checks a page of products with their stock, and starts to read their ledgers. */
export async function checkProducts(after: string | undefined): Promise<Checked> {
  const lists = PRODUCT_STATUSES.map((status) => [productList(status)]);
  const { entries, next } = await mergePartitions("byList", lists, { limit: PRODUCTS_PER_STEP, after });
  const { consistent, changing } = await readProductStocks(entries.map(({ sortKey }) => sortKey));
  const results = consistent.map(checkProduct);
  const skus = results.flatMap(({ readable }) => readable);
  const read = await checkLedgers({
    phase: "ledgers",
    page: skus,
    skus,
    ...(next !== undefined && { products: next }),
  });
  return {
    ...read,
    checkedProducts: entries.length,
    violations: [...results.flatMap(({ violations }) => violations), ...read.violations],
    unsettled: [...changing, ...read.unsettled],
  };
}

/** A stock that is not in the list of its level, although it has not changed for a while. */
function unlisted(sku: string, productAndStock: ProductAndStock): Violation[] {
  return isHandled(productAndStock, now()) ? violationsOf([stockListRule], sku, productAndStock) : [];
}

interface ProductResult {
  readonly violations: readonly Violation[];
  /** Its SKU, where its stock can be read. */
  readonly readable: readonly Sku[];
}

function checkProduct({ sku, product: storedProduct, stock: storedStock }: StoredProduct): ProductResult {
  const product = Product.safeParse(storedProduct);
  const stock = storedStock && z.safeParse(Stock, storedStock);
  if (!product.success || stock?.success === false) {
    return {
      violations: [product, stock].flatMap((read) => (read ? violationsOf([readable], sku, read) : [])),
      readable: [],
    };
  }
  const productStock = { product: product.data, stock: stock?.data };
  return {
    violations: [
      ...violationsOf(productStockRules, sku, productStock),
      ...(productStock.stock ? violationsOf(stockRules, sku, productStock.stock) : []),
      ...(productStock.stock ? unlisted(sku, { product: product.data, stock: productStock.stock }) : []),
    ],
    readable: productStock.stock ? [productStock.stock.sku] : [],
  };
}
