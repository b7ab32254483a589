import * as z from "zod/mini";
import { versioned } from "../../platform/values/version.ts";
import { LocationId } from "./location.ts";
import { MOVEMENT_KINDS, type NewMovement } from "./movement.ts";
import { Sku } from "./product.ts";

const BookedRow = z.looseObject({ location: LocationId, kind: z.enum(MOVEMENT_KINDS), quantity: z.int() });

/**
 * A request that changed what is on hand, with the rows that it booked: its caller's Idempotency-Key finds it again.
 */
export const Booking = z.looseObject({
  ...versioned,
  id: z.string(),
  sku: Sku,
  fingerprint: z.string(),
  rows: z.array(BookedRow),
  /** What was counted, where it was a count. */
  counted: z.exactOptional(z.int()),
  note: z.exactOptional(z.string()),
  reference: z.exactOptional(z.string()),
});
export type Booking = z.output<typeof Booking>;
export type BookedRow = Booking["rows"][number];

/** The rows of a booking, as the ledger has them. */
export function movementsBookedBy({ id, sku, rows, note, reference }: Booking): NewMovement[] {
  return rows.map(({ location, kind, quantity }) => ({
    sku,
    location,
    kind,
    quantity,
    booking: id,
    ...(note !== undefined && { note }),
    ...(reference !== undefined && { reference }),
  }));
}
