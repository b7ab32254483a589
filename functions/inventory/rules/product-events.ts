import { isDeepStrictEqual } from "node:util";
import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Product } from "./product.ts";

/** The events between two versions of a product. */
export function productEvents(before: Product | undefined, after: Product): DomainEvent[] {
  const { sku, name, price, status } = after;
  const data = { sku, name, price, status };
  if (!before) return [{ type: "ProductCreated", data }];
  const isChanged = !isDeepStrictEqual(fieldsOf(before), fieldsOf(after));
  return [...(isChanged ? [{ type: "ProductChanged", data } as const] : []), ...statusEvents(before, after)];
}

function statusEvents(before: Product, { sku, status }: Product): DomainEvent[] {
  if (before.status === status) return [];
  return [{ type: status === "ARCHIVED" ? "ProductArchived" : "ProductRestored", data: { sku } }];
}

/** What the shop says about a product, its status apart. */
function fieldsOf(product: Product) {
  const { name, description, price, taxRate, reorderPoint, weight, barcode, backorder, metadata } = product;
  return { name, description, price, taxRate, reorderPoint, weight, barcode, backorder, metadata };
}
