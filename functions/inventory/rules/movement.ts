import * as z from "zod/mini";
import { versioned } from "../../platform/values/version.ts";
import { LocationId, MAIN } from "./location.ts";
import { Sku } from "./product.ts";

/** Why staff adjust stock. */
export const ADJUSTMENT_REASONS = ["received", "damaged", "returned", "correction"] as const;

/** Why what is on hand changed; `moved`: to or from another location. */
export const MOVEMENT_KINDS = [...ADJUSTMENT_REASONS, "counted", "shipped", "moved"] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** Begins the sort keys of a product's rows, which are sorted by time. */
export const MOVEMENTS = "MOVEMENT#";

/** The sort key of a row, as a cursor has it: no longer than any row's, so that the table can be asked for it. */
export const MovementKey = z.string().check(z.regex(new RegExp(`^${MOVEMENTS}[!-~]{1,200}$`)));

/**
 * A row of the ledger: units of a product that came to a location, or left it. Every change of what is on hand is stored
 * with its rows in one transaction, so that what is on hand is the sum of the rows.
 */
export const Movement = z.looseObject({
  ...versioned,
  sku: Sku,
  location: z._default(LocationId, MAIN),
  kind: z.enum(MOVEMENT_KINDS),
  /** Units that came, or left where it is negative; 0 where a count found what was on hand. */
  quantity: z.int(),
  /** The request that booked it. */
  booking: z.exactOptional(z.string()),
  orderId: z.exactOptional(z.string()),
  /** The number of the order's parcel. */
  shipment: z.exactOptional(z.int()),
  /** The number of the order's return. */
  returnNumber: z.exactOptional(z.int()),
  reservationId: z.exactOptional(z.string()),
  note: z.exactOptional(z.string()),
  /** The shop's own number or name for it: a delivery note, a count. */
  reference: z.exactOptional(z.string()),
});
export type Movement = z.output<typeof Movement>;

/** A row that a change of stock is about to book. */
export type NewMovement = Omit<Movement, "version" | "createdAt" | "updatedAt" | symbol> &
  Pick<Movement, "sku" | "location" | "kind" | "quantity">;
