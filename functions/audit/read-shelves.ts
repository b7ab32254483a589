import pLimit from "p-limit";
import { productKey } from "../inventory/product-table.ts";
import { stockKey, sumOfAdjustments } from "../inventory/stock-table.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { keyText, readItems } from "../platform/table/read.ts";

/** What moves all the time is looked at so often. */
const MAX_ATTEMPTS = 3;
const LEDGERS_AT_ONCE = 5;

/** A product with its stock and the sum of its ledger, as all of that was at one moment. */
export interface StoredShelf {
  readonly sku: string;
  readonly product: StoredItem;
  readonly stock: StoredItem | undefined;
  readonly adjustments: number;
}

export interface Shelves {
  readonly settled: readonly StoredShelf[];
  /** SKUs that changed at every look. */
  readonly moving: readonly string[];
}

/**
 * Reads products with their stock and ledgers. A batch is no snapshot, so each is read twice: where both versions are
 * still the same, all that was read in between belongs together, as an adjustment changes the stock with it.
 */
export async function readShelves(skus: readonly string[]): Promise<Shelves> {
  const settled: StoredShelf[] = [];
  let moving = skus;
  for (let look = 0; look < MAX_ATTEMPTS && moving.length > 0; look++) {
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
  const limit = pLimit(LEDGERS_AT_ONCE);
  return new Map(await Promise.all(skus.map((sku) => limit(async () => [sku, await sumOfAdjustments(sku)] as const))));
}
