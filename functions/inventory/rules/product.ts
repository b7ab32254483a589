import * as z from "zod/mini";
import { loggedIds } from "../../platform/values/logged-ids.ts";
import { BasisPoints, Money } from "../../platform/values/money.ts";
import { problem } from "../../platform/values/problems.ts";
import { StateMachine } from "../../platform/values/state-machine.ts";
import { stored } from "../../platform/values/stored.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { versioned } from "../../platform/values/version.ts";

/** The shop's own name for a product; it never changes. */
export const Sku = z
  .string()
  .check(
    z.regex(
      /^[A-Z0-9][A-Z0-9._-]{0,63}$/,
      "must be 1 to 64 of A-Z, 0-9, '.', '_' and '-', beginning with a letter or digit",
    ),
    z.meta({ id: "Sku", description: "The shop's own name for a product", examples: ["MUG-STEEL-350"] }),
  )
  .register(loggedIds, {})
  .brand<"Sku">();
export type Sku = z.output<typeof Sku>;

/** Net and tax are computed from this where a product names no rate of its own. */
export const DEFAULT_TAX_RATE = 0;

/** In grams: a ton. */
export const MAX_WEIGHT = 1_000_000;

export const PRODUCT_STATUSES = ["ACTIVE", "ARCHIVED"] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

/** An archived product cannot be ordered; existing orders continue. */
export const productStates = new StateMachine<ProductStatus>(
  "product",
  { ACTIVE: ["ARCHIVED"], ARCHIVED: ["ACTIVE"] },
  ["ACTIVE", "ARCHIVED"],
);

/** How many units of a product may wait at once to be delivered to the shop, and when it expects them. */
export const Backorder = z.looseObject({ limit: z.int(), expectedAt: z.exactOptional(Timestamp) });
export type Backorder = z.output<typeof Backorder>;

export const Product = z.looseObject({
  ...versioned,
  sku: Sku,
  name: z.string(),
  description: z.exactOptional(z.string()),
  price: stored(Money),
  taxRate: BasisPoints,
  reorderPoint: z.exactOptional(z.int()),
  /** In grams. */
  weight: z.exactOptional(z.int()),
  barcode: z.exactOptional(z.string()),
  /** It may be ordered beyond its stock. */
  backorder: z.exactOptional(Backorder),
  metadata: z.exactOptional(z.record(z.string(), z.string())),
  status: z.enum(PRODUCT_STATUSES),
  /** Of the request that created it, to tell a repetition from another product with its SKU. */
  fingerprint: z.string(),
});
export type Product = z.output<typeof Product>;

export const productExists = problem(409, "product_exists", "Another product has this SKU.");
export const unsupportedCurrency = problem(
  422,
  "unsupported_currency",
  "The shop does not sell in the currency of the price.",
);
export const unknownProduct = problem(
  422,
  "unknown_product",
  "A product of the request does not exist or is archived.",
);
