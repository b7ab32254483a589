import { isDeepStrictEqual } from "node:util";
import { write } from "../platform/aws/write.ts";
import { isProblem, notFound, refuse, versionMismatch } from "../platform/values/problems.ts";
import { nextVersion } from "../platform/values/version.ts";
import { now } from "../platform/work.ts";
import type { ProductChanges } from "./inventory-api.ts";
import { type Product, productStates } from "./product.ts";
import { loadProduct, replaceProduct } from "./product-table.ts";
import { setReorderPoint } from "./stock-table.ts";

/** A change that names no version is applied to whatever the product has become meanwhile; so often at most. */
const TRIES = 5;

/** Changes a product, and its stock's copy of the reorder point with it. @throws 404; 412 for a stale version. */
export async function changeProduct(
  sku: string,
  changes: ProductChanges,
  ifMatch: number | undefined,
): Promise<Product> {
  for (let attempt = 1; ; attempt++) {
    const product = await requireProduct(sku);
    if (ifMatch !== undefined && ifMatch !== product.version) {
      throw refuse(
        versionMismatch,
        `The product ${sku} is at version ${product.version}, not ${ifMatch}. Read it again.`,
      );
    }
    const changed = applyChanges(product, changes);
    if (changed === product) return product;
    try {
      const copy = changed.reorderPoint === product.reorderPoint ? [] : [setReorderPoint(changed)];
      await write([replaceProduct(changed), ...copy]);
      return changed;
    } catch (error) {
      if (!isProblem(error, versionMismatch) || ifMatch !== undefined || attempt >= TRIES) throw error;
    }
  }
}

/** Takes a product off sale. Orders of it go on. Archiving it again changes nothing. */
export function archiveProduct(sku: string, ifMatch: number | undefined): Promise<Product> {
  return changeProduct(sku, { status: "ARCHIVED" }, ifMatch);
}

/** The product. @throws 404 where there is none. */
export async function requireProduct(sku: string): Promise<Product> {
  const product = await loadProduct(sku);
  if (!product) throw refuse(notFound, `There is no product ${sku}.`);
  return product;
}

function applyChanges(product: Product, changes: ProductChanges): Product {
  if (changes.status && changes.status !== product.status) productStates.enter(product.status, changes.status);
  const differs = Object.entries(changes).some(([field, value]) => !isDeepStrictEqual(product[field], value));
  return differs ? nextVersion(product, changes, now()) : product;
}
