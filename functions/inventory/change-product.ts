import { isDeepStrictEqual } from "node:util";
import { now } from "../platform/runtime/request-context.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { write } from "../platform/table/write.ts";
import { isProblem, notFound, problemError, versionMismatch } from "../platform/values/problems.ts";
import { nextVersion } from "../platform/values/version.ts";
import type { ProductChanges } from "./inventory-api.ts";
import { loadProduct, replaceProduct } from "./product-table.ts";
import { type Product, productStates } from "./rules/product.ts";
import { setReorderPoint } from "./stock-table.ts";

/**
 * Changes a product, and its stock's copy of the reorder point with it. A change that names no version is applied to
 * whatever the product is by then.
 * @throws 404; 412 for a stale version; 503 where other requests keep changing the product
 */
export async function changeProduct(
  sku: string,
  changes: ProductChanges,
  ifMatch: number | undefined,
): Promise<Product> {
  const change = async () => {
    const product = await requireProduct(sku);
    if (ifMatch !== undefined && ifMatch !== product.version) {
      throw problemError(
        versionMismatch,
        `The product ${sku} is at version ${product.version}, not ${ifMatch}. Read it again.`,
      );
    }
    const changed = applyChanges(product, changes);
    if (changed === product) return product;
    const copy = changed.reorderPoint === product.reorderPoint ? [] : [setReorderPoint(changed)];
    await write([replaceProduct(changed), ...copy]);
    return changed;
  };
  const hasChanged = (error: unknown) => ifMatch === undefined && isProblem(error, versionMismatch);
  return retryOnConflict(`product ${sku}`, change, hasChanged);
}

/** Takes a product off sale. Orders of it go on. Archiving it again changes nothing. */
export function archiveProduct(sku: string, ifMatch: number | undefined): Promise<Product> {
  return changeProduct(sku, { status: "ARCHIVED" }, ifMatch);
}

/** The product. @throws 404 where there is none. */
export async function requireProduct(sku: string): Promise<Product> {
  const product = await loadProduct(sku);
  if (!product) throw problemError(notFound, `There is no product ${sku}.`);
  return product;
}

/** The product itself where nothing changes. null clears a field (RFC 7396). */
function applyChanges(product: Product, changes: ProductChanges): Product {
  const { description = product.description, reorderPoint = product.reorderPoint, ...others } = changes;
  if (others.status && others.status !== product.status) productStates.transition(product.status, others.status);
  const { description: _, reorderPoint: __, ...kept } = { ...product, ...others };
  const changed: Product = {
    ...kept,
    ...(typeof description === "string" && { description }),
    ...(typeof reorderPoint === "number" && { reorderPoint }),
  };
  return isDeepStrictEqual(changed, product) ? product : nextVersion(changed, {}, now());
}
