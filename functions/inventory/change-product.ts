import { isDeepStrictEqual } from "node:util";
import { now } from "../platform/runtime/request-context.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { write } from "../platform/table/write.ts";
import { isProblem, versionMismatch } from "../platform/values/problems.ts";
import { requireVersion } from "../platform/values/version.ts";
import { replaceProduct, requireProduct } from "./product-table.ts";
import { wordChanges } from "./product-words-table.ts";
import { requireSoldCurrency } from "./require-sold-currency.ts";
import type { Product } from "./rules/product.ts";
import { applyChanges, type ProductChanges } from "./rules/product-changes.ts";
import { setReorderPoint } from "./stock-table.ts";

/**
 * Changes a product. Without `ifMatch` the change is applied to the latest version, whichever that is.
 * @throws 404; 412 for a stale version; 422 for a new price in an unsupported currency; 503 where other requests keep changing the product
 */
export async function changeProduct(
  sku: string,
  changes: ProductChanges,
  ifMatch: number | undefined,
): Promise<Product> {
  const change = async () => changeStored(await requireProduct(sku), changes, ifMatch);
  return retryOnConflict(`product ${sku}`, change, (error) => isConflict(error, ifMatch));
}

/** Takes a product off sale; orders of it continue. Archiving it again changes nothing. */
export function archiveProduct(sku: string, ifMatch: number | undefined): Promise<Product> {
  return changeProduct(sku, { status: "ARCHIVED" }, ifMatch);
}

/** Changes a product that was just read. @throws 412 where it has changed since; 422. */
export async function changeStored(
  product: Product,
  changes: ProductChanges,
  ifMatch: number | undefined,
): Promise<Product> {
  requireVersion(`The product ${product.sku}`, product.version, ifMatch);
  const changed = applyChanges(product, changes, now());
  if (!isDeepStrictEqual(changed.price, product.price)) requireSoldCurrency(changed.price);
  if (changed !== product) await storeChange(product, changed);
  return changed;
}

/** Stores the next version of a product and, in the same transaction, what follows it: its stock's copy of the reorder point, and its words. */
async function storeChange(product: Product, changed: Product): Promise<void> {
  const isCopied = changed.reorderPoint === product.reorderPoint;
  await write([
    replaceProduct(changed),
    ...(isCopied ? [] : [setReorderPoint(changed)]),
    ...wordChanges(product, changed),
  ]);
}

/** Whether another request changed the product between read and write, and the client named no version. */
export function isConflict(error: unknown, ifMatch: number | undefined): boolean {
  return ifMatch === undefined && isProblem(error, versionMismatch);
}
