import { isDeepStrictEqual } from "node:util";
import type { Money } from "../../platform/values/money.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import { nextVersion } from "../../platform/values/version.ts";
import { type Backorder, DEFAULT_TAX_RATE, Product, type ProductStatus, productStates } from "./product.ts";

/** The fields that a change sets; null clears a field (RFC 7396). */
export interface ProductChanges {
  readonly name?: string;
  readonly description?: string | null;
  readonly price?: Money;
  readonly taxRate?: number;
  readonly reorderPoint?: number | null;
  readonly weight?: number | null;
  readonly barcode?: string | null;
  readonly backorder?: Backorder | null;
  readonly metadata?: Record<string, string> | null;
  readonly status?: ProductStatus;
}

/** The fields of a product that is created or replaced as a whole. */
export interface ProductFields {
  readonly name: string;
  readonly description?: string;
  readonly price: Money;
  readonly taxRate?: number;
  readonly reorderPoint?: number;
  readonly weight?: number;
  readonly barcode?: string;
  readonly backorder?: Backorder;
  readonly metadata?: Record<string, string>;
  readonly status?: ProductStatus;
}

/** The changes that replace all fields: those left out are cleared, except the status. */
export function replacingAll(fields: ProductFields): ProductChanges {
  const cleared = {
    description: null,
    reorderPoint: null,
    weight: null,
    barcode: null,
    backorder: null,
    metadata: null,
  };
  return { ...cleared, taxRate: DEFAULT_TAX_RATE, ...fields };
}

/** The product's next version, or the same object where nothing changes. @throws 409 for an impossible status. */
export function applyChanges(product: Product, changes: ProductChanges, now: Timestamp): Product {
  if (changes.status && changes.status !== product.status) productStates.transition(product.status, changes.status);
  const changed = Product.parse(withoutNull({ ...product, ...changes }));
  return isDeepStrictEqual(changed, product) ? product : nextVersion(changed, {}, now);
}

function withoutNull(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
