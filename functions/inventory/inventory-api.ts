import * as z from "zod/mini";
import { Count } from "../platform/values/count.ts";
import { Metadata } from "../platform/values/metadata.ts";
import { BasisPoints, Money, moneyFrom } from "../platform/values/money.ts";
import { readableText } from "../platform/values/text.ts";
import { givenTimestamp, Timestamp } from "../platform/values/time.ts";
import { Version } from "../platform/values/version.ts";
import type { ListedProduct } from "./list-products.ts";
import { AVAILABILITIES, availabilityOf } from "./rules/availability.ts";
import { barcodeMistake } from "./rules/barcode.ts";
import { type Backorder, MAX_WEIGHT, PRODUCT_STATUSES, type Product, Sku } from "./rules/product.ts";
import { MAX_SEARCH_LENGTH, searchMistake } from "./rules/search-words.ts";
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
const Weight = z.int().check(z.minimum(1), z.maximum(MAX_WEIGHT), z.meta({ description: "Of one unit, in grams" }));
const Barcode = z.string().check(
  z.refine((text) => barcodeMistake(text) === undefined, { error: ({ input }) => barcodeMistake(String(input)) }),
  z.meta({
    description: "A GTIN with its check digit: 8, 12 (UPC), 13 (EAN) or 14 digits",
    pattern: "^([0-9]{8}|[0-9]{12,14})$",
    examples: ["4006381333931"],
  }),
);
const NewBackorder = z
  .strictObject({
    limit: z
      .int()
      .check(
        z.minimum(1),
        z.maximum(MAX_QUANTITY),
        z.meta({ description: "So many ordered units may wait for stock at once" }),
      ),
    expectedAt: z.exactOptional(givenTimestamp("When the shop expects to have the product again")),
  })
  .check(z.meta({ id: "NewBackorder", description: "The product may be ordered beyond its stock" }));
const Price = moneyFrom(1).check(z.meta({ id: "Price", description: "More than 0, tax included" }));

export const ProductStatus = z
  .enum(PRODUCT_STATUSES)
  .check(z.meta({ id: "ProductStatus", description: "ARCHIVED: it cannot be ordered" }));

const fields = {
  name: Name,
  description: z.exactOptional(Description),
  price: Price,
  taxRate: z.exactOptional(BasisPoints),
  reorderPoint: z.exactOptional(ReorderPoint),
  weight: z.exactOptional(Weight),
  barcode: z.exactOptional(Barcode),
  backorder: z.exactOptional(NewBackorder),
  metadata: z.exactOptional(Metadata),
};

/** What a list of products may be asked for, and the level that it is. */
export const STOCK_FILTERS = { low: "LOW", out: "DEPLETED" } as const;

export const StockFilter = z.enum(["low", "out"]).check(
  z.meta({
    description:
      "low: products at their reorder point or below it, with at least one unit. out: products of which none can be ordered from stock",
  }),
);

export const SearchText = z.string().check(
  z.refine((text) => searchMistake(text) === undefined, { error: ({ input }) => searchMistake(String(input)) }),
  z.meta({
    description:
      "Words of the name, the SKU or the barcode, without regard to case and accents. All have to match, the last one as the beginning of a word. At most 8 words",
    minLength: 1,
    maxLength: MAX_SEARCH_LENGTH,
    examples: ["steel mug"],
  }),
);

const FirstStock = z
  .int()
  .check(
    z.minimum(0),
    z.maximum(MAX_QUANTITY),
    z.meta({ description: "Units that are on hand from the start: the first row of its ledger" }),
  );

export const NewProduct = z.strictObject({ sku: Sku, ...fields, stock: z.exactOptional(FirstStock) }).check(
  z.meta({
    id: "NewProduct",
    description: "Prices include tax.",
  }),
);
export type NewProduct = z.output<typeof NewProduct>;

export const ProductFields = z.strictObject({ ...fields, status: z.exactOptional(ProductStatus) }).check(
  z.meta({
    id: "ProductFields",
    description:
      "All of a product but its SKU. Prices include tax. Fields left out are cleared, a tax rate is 0 then; a status left out stays as it is.",
  }),
);

export const ProductChanges = z
  .strictObject({
    name: z.exactOptional(Name),
    description: z.exactOptional(z.nullable(Description)),
    price: z.exactOptional(Price),
    taxRate: z.exactOptional(BasisPoints),
    reorderPoint: z.exactOptional(z.nullable(ReorderPoint)),
    weight: z.exactOptional(z.nullable(Weight)),
    barcode: z.exactOptional(z.nullable(Barcode)),
    backorder: z.exactOptional(z.nullable(NewBackorder)).check(z.meta({ description: "Replaces all of it" })),
    metadata: z.exactOptional(z.nullable(Metadata)).check(z.meta({ description: "Replaces all of it" })),
    status: z.exactOptional(ProductStatus),
  })
  .check(
    z.refine((changes) => Object.keys(changes).length > 0, "must name at least one field to change"),
    z.meta({
      id: "ProductChanges",
      description:
        "Fields left out stay as they are; null clears a field that may be left out of a new product (RFC 7396).",
      minProperties: 1,
    }),
  );

const BackorderView = z
  .strictObject({ limit: Count, expectedAt: z.exactOptional(Timestamp) })
  .check(z.meta({ id: "Backorder", description: "So many ordered units may wait for stock at once" }));

export const ProductView = z
  .strictObject({
    sku: Sku,
    name: z.string(),
    description: z.exactOptional(z.string()),
    price: Money,
    taxRate: BasisPoints,
    reorderPoint: z.exactOptional(Count),
    weight: z.exactOptional(Count.check(z.meta({ description: "Of one unit, in grams" }))),
    barcode: z.exactOptional(z.string()),
    backorder: z.exactOptional(BackorderView),
    metadata: z.exactOptional(z.record(z.string(), z.string())),
    status: ProductStatus,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .check(z.meta({ id: "Product" }));
export type ProductView = z.output<typeof ProductView>;

export function productView(product: Product): ProductView {
  const { sku, name, description, price, taxRate, reorderPoint, status, version, createdAt, updatedAt } = product;
  const { weight, barcode, backorder, metadata } = product;
  return {
    sku,
    name,
    ...(description !== undefined && { description }),
    price,
    taxRate,
    ...(reorderPoint !== undefined && { reorderPoint }),
    ...(weight !== undefined && { weight }),
    ...(barcode !== undefined && { barcode }),
    ...(backorder && { backorder: backorderView(backorder) }),
    ...(metadata && { metadata }),
    status,
    version,
    createdAt,
    updatedAt,
  };
}

function backorderView({ limit, expectedAt }: Backorder) {
  return { limit, ...(expectedAt !== undefined && { expectedAt }) };
}

const AvailabilityView = z
  .strictObject({
    available: Count.check(z.meta({ description: "Units that can be ordered now" })),
    status: z.enum(AVAILABILITIES),
    expectedAt: z
      .exactOptional(Timestamp)
      .check(z.meta({ description: "Of a backorder: when the shop expects to have the product again" })),
  })
  .check(
    z.meta({
      id: "Availability",
      description:
        "low: at the reorder point or below it. backorder: none is left, and it may be ordered all the same. A moment old",
    }),
  );

export const ListedProductView = z
  .strictObject({ ...ProductView.shape, availability: AvailabilityView })
  .check(z.meta({ id: "ListedProduct" }));
export type ListedProductView = z.output<typeof ListedProductView>;

export function listedProductView({ product, stock }: ListedProduct): ListedProductView {
  return { ...productView(product), availability: availabilityOf(product, stock) };
}
