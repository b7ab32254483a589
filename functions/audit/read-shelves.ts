import pLimit from "p-limit";
import { productKey } from "../inventory/product-table.ts";
import { stockKey, sumOfAdjustments } from "../inventory/stock-table.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { keyText, readItems } from "../platform/table/read.ts";

/** Max attempts when a product or its stock changes between two reads. */
const MAX_ATTEMPTS = 3;
const CONCURRENT_SUMS = 5;

/** A product with its stock and the sum of its adjustments, all from the same moment. */
export interface StoredShelf {
  readonly sku: string;
  readonly product: StoredItem;
  readonly stock: StoredItem | undefined;
  readonly adjustments: number;
}

export interface Shelves {
  readonly settled: readonly StoredShelf[];
  /** SKUs that changed in every attempt. */
  readonly moving: readonly string[];
}

/**
 * Reads products with their stocks and adjustments. A batch read is no snapshot, so products and stocks are read before
 * and after the adjustments: if no version has changed, all three belong together, because each adjustment changes the
 * stock's version.
 */
export async function readShelves(skus: readonly string[]): Promise<Shelves> {
  const settled: StoredShelf[] = [];
  let moving = skus;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && moving.length > 0; attempt++) {
    const before = await readItems(keysOf(moving));
    const sums = await sumsOf(moving);
    const after = await readItems(keysOf(moving));
    const moved: string[] = [];
    for (const sku of moving) {
      if (keysOf([sku]).some((key) => before.get(keyText(key))?.version !== after.get(keyText(key))?.version)) {
        moved.push(sku);
        continue;
      }
      const product = after.get(keyText(productKey(sku)));
      const stock = after.get(keyText(stockKey(sku)));
      if (product) settled.push({ sku, product, stock, adjustments: sums.get(sku) ?? 0 });
    }
    moving = moved;
  }
  return { settled, moving };
}

function keysOf(skus: readonly string[]) {
  return skus.flatMap((sku) => [productKey(sku), stockKey(sku)]);
}

async function sumsOf(skus: readonly string[]): Promise<Map<string, number>> {
  const limit = pLimit(CONCURRENT_SUMS);
  return new Map(await Promise.all(skus.map((sku) => limit(async () => [sku, await sumOfAdjustments(sku)] as const))));
}
