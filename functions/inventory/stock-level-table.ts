import { isVersion, type Update } from "../platform/table/conditional-write.ts";
import { keyText, readItems } from "../platform/table/read.ts";
import { parseProduct, productKey } from "./product-table.ts";
import type { ProductStatus } from "./rules/product.ts";
import type { Stock } from "./rules/stock.ts";
import { stockEntry } from "./rules/stock-lists.ts";
import { parseStock, stockKey } from "./stock-table.ts";

/** A product's stock, the list that it is in, and the product's status. */
export interface ListedStock {
  readonly stock: Stock;
  readonly list: unknown;
  readonly status: ProductStatus;
}

/** @throws where there is no such product */
export async function loadListedStock(sku: string): Promise<ListedStock> {
  const [productAt, stockAt] = [productKey(sku), stockKey(sku)];
  const items = await readItems([productAt, stockAt]);
  const [product, stock] = [items.get(keyText(productAt)), items.get(keyText(stockAt))];
  if (!product || !stock) throw new Error(`There is no product ${sku}, or it has no stock item.`);
  return { stock: parseStock(stock), list: stock.list, status: parseProduct(product).status };
}

/** Puts a stock into the list of its level, if it is still the version that was read. */
export function listStock(stock: Stock, status: ProductStatus): Update {
  const { list, position } = stockEntry(stock, status);
  return {
    kind: "update",
    name: "listStock",
    key: stockKey(stock.sku),
    ...(list === undefined ? { remove: ["list", "position"] } : { set: { list, position } }),
    condition: isVersion(stock.version),
    conflictError: () => new StockChangedError(),
  };
}

/** The stock has another version than the one that was read. */
export class StockChangedError extends Error {
  override readonly name = "StockChangedError";
}
