import * as z from "zod/mini";
import { Count } from "../platform/values/count.ts";
import { BasisPoints, Money, moneyFrom } from "../platform/values/money.ts";
import { readableText } from "../platform/values/text.ts";
import { Timestamp } from "../platform/values/time.ts";
import { Version } from "../platform/values/version.ts";
import { PRODUCT_STATUSES, type Product, Sku } from "./rules/product.ts";
import { MAX_QUANTITY } from "./rules/stock.ts";

const Name = readableText({ longest: 200 });
const Description = readableText({ longest: 5_000, multiline: true, mayBeEmpty: true });
const ReorderPoint = z
  .int()
  .check(
    z.minimum(0),
    z.maximum(MAX_QUANTITY),
    z.meta({ description: "At this many available units or fewer, stock is low" }),
  );
const Price = moneyFrom(1).check(z.meta({ id: "Price", description: "More than 0, tax included" }));

export const ProductStatus = z
  .enum(PRODUCT_STATUSES)
  .check(z.meta({ id: "ProductStatus", description: "ARCHIVED: it cannot be ordered" }));

export const NewProduct = z
  .strictObject({
    sku: Sku,
    name: Name,
    description: z.exactOptional(Description),
    price: Price,
    taxRate: z.exactOptional(BasisPoints),
    reorderPoint: z.exactOptional(ReorderPoint),
    stock: z
      .exactOptional(z.int().check(z.minimum(0), z.maximum(MAX_QUANTITY)))
      .check(z.meta({ description: "Units that are on hand from the start: the first row of its ledger" })),
  })
  .check(
    z.meta({
      id: "NewProduct",
      description: "Prices include tax.",
    }),
  );
export type NewProduct = z.output<typeof NewProduct>;

export const ProductChanges = z
  .strictObject({
    name: z.exactOptional(Name),
    description: z.exactOptional(z.nullable(Description)),
    price: z.exactOptional(Price),
    taxRate: z.exactOptional(BasisPoints),
    reorderPoint: z.exactOptional(z.nullable(ReorderPoint)),
    status: z.exactOptional(ProductStatus),
  })
  .check(
    z.refine((changes) => Object.keys(changes).length > 0, "must name at least one field to change"),
    z.meta({
      id: "ProductChanges",
      description: "Fields left out stay as they are; null clears a description or a reorder point (RFC 7396).",
      minProperties: 1,
    }),
  );

export const ProductView = z
  .strictObject({
    sku: Sku,
    name: z.string(),
    description: z.exactOptional(z.string()),
    price: Money,
    taxRate: BasisPoints,
    reorderPoint: z.exactOptional(Count),
    status: ProductStatus,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .check(z.meta({ id: "Product" }));
export type ProductView = z.output<typeof ProductView>;

export function productView(product: Product): ProductView {
  const { sku, name, description, price, taxRate, reorderPoint, status, version, createdAt, updatedAt } = product;
  return {
    sku,
    name,
    ...(description !== undefined && { description }),
    price,
    taxRate,
    ...(reorderPoint !== undefined && { reorderPoint }),
    status,
    version,
    createdAt,
    updatedAt,
  };
}
