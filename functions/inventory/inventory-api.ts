import * as z from "zod/mini";
import { Count } from "../platform/values/count.ts";
import { BasisPoints, Money, moneyFrom } from "../platform/values/money.ts";
import { readableText } from "../platform/values/text.ts";
import { Timestamp } from "../platform/values/time.ts";
import { Version } from "../platform/values/version.ts";
import { PRODUCT_STATUSES, type Product, Sku } from "./rules/product.ts";
import { ADJUSTMENT_REASONS, type Adjustment, MAX_QUANTITY, type Stock } from "./rules/stock.ts";

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

export const StockView = z
  .strictObject({
    sku: Sku,
    available: Count.check(z.meta({ description: "Free to be ordered" })),
    reserved: Count.check(z.meta({ description: "Held for orders that have not shipped" })),
    onHand: Count.check(z.meta({ description: "available + reserved" })),
    version: Version,
    updatedAt: Timestamp,
  })
  .check(
    z.meta({
      id: "Stock",
    }),
  );
export type StockView = z.output<typeof StockView>;

export function stockView({ sku, available, reserved, version, updatedAt }: Stock): StockView {
  return { sku, available, reserved, onHand: available + reserved, version, updatedAt };
}

const AdjustedQuantity = z.int().check(
  z.minimum(-MAX_QUANTITY),
  z.maximum(MAX_QUANTITY),
  z.refine((quantity) => quantity !== 0, "must not be 0"),
  z.meta({ description: "Units that come in, or go out when negative; not 0", not: { const: 0 } }),
);

export const NewAdjustment = z
  .strictObject({ quantity: AdjustedQuantity, reason: z.enum(ADJUSTMENT_REASONS) })
  .check(z.meta({ id: "NewAdjustment" }));
export type NewAdjustment = z.output<typeof NewAdjustment>;

export const AdjustmentView = z
  .strictObject({
    id: z.string(),
    sku: Sku,
    quantity: z.int(),
    reason: z.enum(ADJUSTMENT_REASONS),
    createdAt: Timestamp,
  })
  .check(z.meta({ id: "Adjustment" }));
export type AdjustmentView = z.output<typeof AdjustmentView>;

export function adjustmentView({ id, sku, quantity, reason, createdAt }: Adjustment): AdjustmentView {
  return { id, sku, quantity, reason, createdAt };
}
