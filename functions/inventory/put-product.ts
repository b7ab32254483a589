import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { isProblem, problemError, versionMismatch } from "../platform/values/problems.ts";
import { changeStored, isConflict } from "./change-product.ts";
import { insertNew } from "./create-product.ts";
import { loadProduct } from "./product-table.ts";
import { type Product, productExists, type Sku } from "./rules/product.ts";
import { type ProductFields, replacingAll } from "./rules/product-changes.ts";

export interface PutRequest {
  readonly sku: Sku;
  readonly fields: ProductFields;
  readonly fingerprint: string;
  readonly ifMatch: number | undefined;
}

export interface StoredProduct {
  readonly product: Product;
  readonly created: boolean;
}

/**
 * Creates a product, or replaces all fields of the one that has its SKU.
 * @throws 412 for a stale version, or for one of a product that does not exist; 422 for a new price in an unsupported currency; 503 where other requests keep changing the product
 */
export async function putProduct({ sku, fields, fingerprint, ifMatch }: PutRequest): Promise<StoredProduct> {
  const put = async (): Promise<StoredProduct> => {
    const product = await loadProduct(sku);
    if (product) return { product: await changeStored(product, replacingAll(fields), ifMatch), created: false };
    requireNoVersion(sku, ifMatch);
    return { product: await insertNew(sku, fields, fingerprint), created: true };
  };
  return retryOnConflict(`product ${sku}`, put, (error) => isOvertaken(error, ifMatch));
}

/** Whether another request created or changed the product between read and write. */
function isOvertaken(error: unknown, ifMatch: number | undefined): boolean {
  return isProblem(error, productExists) || isConflict(error, ifMatch);
}

/** Whoever names a version means a product that exists. */
function requireNoVersion(sku: Sku, ifMatch: number | undefined): void {
  if (ifMatch === undefined) return;
  throw problemError(
    versionMismatch,
    `There is no product ${sku}, and so no version ${ifMatch} of it. Without If-Match the request creates it.`,
  );
}
