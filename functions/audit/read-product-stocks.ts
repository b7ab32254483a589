import pLimit from "p-limit";
import { productKey } from "../inventory/product-table.ts";
import { stockKey, sumOfAdjustments } from "../inventory/stock-table.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { keyText, readItems } from "../platform/table/read.ts";

/** Max attempts when a product or its stock changes between two reads. */
const MAX_ATTEMPTS = 3;
const CONCURRENT_SUMS = 5;

/** A product with its stock and the sum of its adjustments, all from the same moment. */
export interface StoredProduct {
  readonly sku: string;
  readonly product: StoredItem;
  readonly stock: StoredItem | undefined;
  readonly adjustments: number;
}

export interface ProductStocks {
  readonly consistent: readonly StoredProduct[];
  /** SKUs that changed in every attempt. */
  readonly changing: readonly string[];
}

/**
 * Reads products with their stocks and adjustments. A batch read is no snapshot, so products and stocks are read before
 * and after the adjustments: if no version has changed, all three belong together, because each adjustment changes the
 * stock's version.
 */
export async function readProductStocks(skus: readonly string[]): Promise<ProductStocks> {
  const consistent: StoredProduct[] = [];
  let changing = skus;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && changing.length > 0; attempt++) {
    const before = await readItems(keysOf(changing));
    const sums = await sumsOf(changing);
    const after = await readItems(keysOf(changing));
    const moved: string[] = [];
    for (const sku of changing) {
      if (keysOf([sku]).some((key) => before.get(keyText(key))?.version !== after.get(keyText(key))?.version)) {
        moved.push(sku);
        continue;
      }
      const product = after.get(keyText(productKey(sku)));
      const stock = after.get(keyText(stockKey(sku)));
      if (product) consistent.push({ sku, product, stock, adjustments: sums.get(sku) ?? 0 });
    }
    changing = moved;
  }
  return { consistent, changing };
}

function keysOf(skus: readonly string[]) {
  return skus.flatMap((sku) => [productKey(sku), stockKey(sku)]);
}

async function sumsOf(skus: readonly string[]): Promise<Map<string, number>> {
  const limit = pLimit(CONCURRENT_SUMS);
  return new Map(await Promise.all(skus.map((sku) => limit(async () => [sku, await sumOfAdjustments(sku)] as const))));
}
