import type { ProductStatus } from "./product.ts";
import { type Stock, type StockLevel, stockLevel } from "./stock.ts";

const LISTS: Readonly<Partial<Record<StockLevel, string>>> = { LOW: "STOCK#LOW", DEPLETED: "STOCK#OUT" };

/** The list with the stock of this level; PLENTY is in none. What is archived has lists of its own, as products have. */
export function stockList(level: StockLevel, status: ProductStatus): string | undefined {
  const list = LISTS[level];
  return list !== undefined && status === "ARCHIVED" ? `${list}#ARCHIVED` : list;
}

/** The attributes that put a stock into its list; none where it is in no list. */
export function stockEntry(
  stock: Parameters<typeof stockLevel>[0] & Pick<Stock, "sku">,
  status: ProductStatus,
): { readonly list?: string; readonly position?: string } {
  const list = stockList(stockLevel(stock), status);
  return list === undefined ? {} : { list, position: stock.sku };
}
