import { now } from "../platform/runtime/request-context.ts";
import type { Put } from "../platform/table/conditional-write.ts";
import { write } from "../platform/table/write.ts";
import { isProblem } from "../platform/values/problems.ts";
import { firstVersion } from "../platform/values/version.ts";
import type { NewProduct } from "./inventory-api.ts";
import { insertMovement } from "./movement-table.ts";
import { insertProduct, loadProduct } from "./product-table.ts";
import { wordChanges } from "./product-words-table.ts";
import { requireSoldCurrency } from "./require-sold-currency.ts";
import { MAIN } from "./rules/location.ts";
import { DEFAULT_TAX_RATE, type Product, productExists, type Sku, unsupportedCurrency } from "./rules/product.ts";
import type { ProductFields } from "./rules/product-changes.ts";
import { insertStock } from "./stock-table.ts";

export interface CreatedProduct {
  readonly product: Product;
  readonly replayed: boolean;
}

/** Creates a product with its first stock, which is booked as received. A repeated request returns the product it created. @throws 409 `product_exists`, 422. */
export async function createProduct(
  { stock = 0, ...request }: NewProduct,
  fingerprint: string,
): Promise<CreatedProduct> {
  try {
    return { product: await insertNew(request.sku, request, fingerprint, stock), replayed: false };
  } catch (error) {
    const mayExist = isProblem(error, productExists) || isProblem(error, unsupportedCurrency);
    const existing = mayExist ? await loadProduct(request.sku) : undefined;
    if (existing?.fingerprint === fingerprint) return { product: existing, replayed: true };
    throw error;
  }
}

/** Stores a new product with its first stock. @throws 409 `product_exists`, 422. */
export async function insertNew(sku: Sku, fields: ProductFields, fingerprint: string, stock = 0): Promise<Product> {
  const product: Product = {
    taxRate: DEFAULT_TAX_RATE,
    status: "ACTIVE",
    ...fields,
    sku,
    fingerprint,
    ...firstVersion(now()),
  };
  requireSoldCurrency(product.price);
  await write([
    insertProduct(product),
    insertStock(product, stock),
    ...wordChanges(undefined, product),
    ...firstReceipt(product, stock),
  ]);
  return product;
}

function firstReceipt({ sku, createdAt }: Product, quantity: number): Put[] {
  if (quantity === 0) return [];
  return [insertMovement({ sku, location: MAIN, kind: "received", quantity }, createdAt, "first")];
}
