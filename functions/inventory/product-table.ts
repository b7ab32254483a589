import type { Put } from "../platform/table/conditional-write.ts";
import { isAbsent, isVersion } from "../platform/table/conditional-write.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { readItem } from "../platform/table/read.ts";
import { notFound, problemError, versionMismatch } from "../platform/values/problems.ts";
import { Product, type ProductStatus, productExists } from "./rules/product.ts";

export function productKey(sku: string): Key {
  return { pk: `PRODUCT#${sku}`, sk: "PRODUCT" };
}

/** The partition of the list of products; archived ones have their own, so that a page is one query. */
export function productList(status: ProductStatus): string {
  return status === "ACTIVE" ? "PRODUCTS" : "PRODUCTS#ARCHIVED";
}

export function parseProduct(item: StoredItem): Product {
  return Product.parse(item);
}

export async function loadProduct(sku: string): Promise<Product | undefined> {
  const item = await readItem(productKey(sku));
  return item && parseProduct(item);
}

/** @throws 404 where no product has this SKU. */
export async function requireProduct(sku: string): Promise<Product> {
  const product = await loadProduct(sku);
  if (!product) throw problemError(notFound, `There is no product ${sku}.`);
  return product;
}

function productItem(product: Product) {
  return {
    ...product,
    ...productKey(product.sku),
    type: "product",
    list: productList(product.status),
    position: product.sku,
  };
}

/** Stores a new product, if its SKU is free. */
export function insertProduct(product: Product): Put {
  return {
    kind: "put",
    name: "insertProduct",
    item: productItem(product),
    condition: isAbsent,
    conflictError: () =>
      problemError(
        productExists,
        `There is a product ${product.sku} already, with other data. Change it with PATCH, or replace it with PUT.`,
      ),
  };
}

/** Stores the next version of a product, if the version before it is the stored one. */
export function replaceProduct(next: Product): Put {
  return {
    kind: "put",
    name: "replaceProduct",
    item: productItem(next),
    condition: isVersion(next.version - 1),
    conflictError: () =>
      problemError(versionMismatch, `The product ${next.sku} has just been changed by another request. Read it again.`),
  };
}
