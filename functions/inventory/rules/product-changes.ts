import { isDeepStrictEqual } from "node:util";
import type { Money } from "../../platform/values/money.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import { nextVersion } from "../../platform/values/version.ts";
import { type Product, type ProductStatus, productStates } from "./product.ts";

/** The fields that a change sets; null clears a field (RFC 7396). */
export interface ProductChanges {
  readonly name?: string;
  readonly description?: string | null;
  readonly price?: Money;
  readonly taxRate?: number;
  readonly reorderPoint?: number | null;
  readonly status?: ProductStatus;
}

/** The product's next version, or the same object where nothing changes. @throws 409 for an impossible status. */
export function applyChanges(product: Product, changes: ProductChanges, now: Timestamp): Product {
  const { description = product.description, reorderPoint = product.reorderPoint, ...others } = changes;
  if (others.status && others.status !== product.status) productStates.transition(product.status, others.status);
  const { description: _, reorderPoint: __, ...kept } = { ...product, ...others };
  const changed: Product = {
    ...kept,
    ...(typeof description === "string" && { description }),
    ...(typeof reorderPoint === "number" && { reorderPoint }),
  };
  return isDeepStrictEqual(changed, product) ? product : nextVersion(changed, {}, now);
}
