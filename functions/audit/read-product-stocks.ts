import { productKey } from "../inventory/product-table.ts";
import { stockKey } from "../inventory/stock-table.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { keyText, readItems } from "../platform/table/read.ts";

/** Max attempts when a product or its stock changes between two reads. */
const MAX_ATTEMPTS = 3;

/** A product with its stock, both from the same moment. */
export interface StoredProduct {
  readonly sku: string;
  readonly product: StoredItem;
  readonly stock: StoredItem | undefined;
}

export interface ProductStocks {
  readonly consistent: readonly StoredProduct[];
  /** SKUs that changed in every attempt. */
  readonly changing: readonly string[];
}

/** Reads products with their stocks. A batch read is no snapshot: what two reads find in the same versions belongs together. */
export async function readProductStocks(skus: readonly string[]): Promise<ProductStocks> {
  const consistent: StoredProduct[] = [];
  let changing = skus;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && changing.length > 0; attempt++) {
    const before = await readItems(keysOf(changing));
    const after = await readItems(keysOf(changing));
    const moved: string[] = [];
    for (const sku of changing) {
      if (keysOf([sku]).some((key) => before.get(keyText(key))?.version !== after.get(keyText(key))?.version)) {
        moved.push(sku);
        continue;
      }
      const product = after.get(keyText(productKey(sku)));
      const stock = after.get(keyText(stockKey(sku)));
      if (product) consistent.push({ sku, product, stock });
    }
    changing = moved;
  }
  return { consistent, changing };
}

function keysOf(skus: readonly string[]) {
  return skus.flatMap((sku) => [productKey(sku), stockKey(sku)]);
}
