import * as z from "zod/mini";
import { Count } from "../platform/values/count.ts";
import { readableText } from "../platform/values/text.ts";
import { Timestamp } from "../platform/values/time.ts";
import { Version } from "../platform/values/version.ts";
import type { Booking } from "./rules/booking.ts";
import { LocationId, MAIN } from "./rules/location.ts";
import { ADJUSTMENT_REASONS, MOVEMENT_KINDS } from "./rules/movement.ts";
import { Sku } from "./rules/product.ts";
import { MAX_QUANTITY, type Stock } from "./rules/stock.ts";

const counters = {
  available: Count.check(
    z.meta({
      description: "Neither reserved nor sold. While orders wait for the product, they get them before new ones",
    }),
  ),
  reserved: Count.check(z.meta({ description: "Held for orders that have not shipped, and by reservations" })),
  onHand: Count.check(z.meta({ description: "available + reserved" })),
};

export const StockView = z
  .strictObject({
    sku: Sku,
    ...counters,
    backordered: Count.check(z.meta({ description: "Ordered units that are waited for: not held, and not on hand" })),
    locations: z
      .exactOptional(
        z.array(z.strictObject({ location: LocationId, ...counters }).check(z.meta({ id: "StockAtLocation" }))),
      )
      .check(z.meta({ description: "What is where; absent where the product was only ever at `main`" })),
    version: Version,
    updatedAt: Timestamp,
  })
  .check(z.meta({ id: "Stock" }));
export type StockView = z.output<typeof StockView>;

export function stockView({ sku, available, reserved, backordered, locations, version, updatedAt }: Stock): StockView {
  return {
    sku,
    available,
    reserved,
    onHand: available + reserved,
    backordered,
    ...(locations.length > 1 && {
      locations: locations.map((one) => ({ ...one, onHand: one.available + one.reserved })),
    }),
    version,
    updatedAt,
  };
}

const words = {
  note: z.exactOptional(readableText({ longest: 500, multiline: true })),
  reference: z
    .exactOptional(readableText({ longest: 100, anyNumber: true }))
    .check(z.meta({ description: "The shop's own number or name for it, such as that of a delivery note" })),
};
const location = z.exactOptional(LocationId).check(z.meta({ description: "Where; `main` where it is left out" }));

const AdjustedQuantity = z.int().check(
  z.minimum(-MAX_QUANTITY),
  z.maximum(MAX_QUANTITY),
  z.refine((quantity) => quantity !== 0, "must not be 0"),
  z.meta({ description: "Units that come in, or go out when negative; not 0", not: { const: 0 } }),
);

export const NewAdjustment = z
  .strictObject({ quantity: AdjustedQuantity, reason: z.enum(ADJUSTMENT_REASONS), location, ...words })
  .check(z.meta({ id: "NewAdjustment" }));
export type NewAdjustment = z.output<typeof NewAdjustment>;

export const NewCount = z
  .strictObject({
    counted: z
      .int()
      .check(
        z.minimum(0),
        z.maximum(10 * MAX_QUANTITY),
        z.meta({ description: "All units that lie there, those held for orders included" }),
      ),
    location,
    ...words,
  })
  .check(z.meta({ id: "NewCount" }));
export type NewCount = z.output<typeof NewCount>;

export const NewTransfer = z
  .strictObject({
    quantity: z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY)),
    from: LocationId,
    to: LocationId,
    ...words,
  })
  .check(
    z.refine(({ from, to }) => from !== to, { error: "must be another location than `from`", path: ["to"] }),
    z.meta({ id: "NewTransfer" }),
  );
export type NewTransfer = z.output<typeof NewTransfer>;

const shownWords = { note: z.exactOptional(z.string()), reference: z.exactOptional(z.string()) };
const shownLocation = z.exactOptional(LocationId).check(z.meta({ description: "Where; left out where it is `main`" }));

export const AdjustmentView = z
  .strictObject({
    id: z.string(),
    sku: Sku,
    quantity: z.int(),
    reason: z.enum(ADJUSTMENT_REASONS),
    location: shownLocation,
    ...shownWords,
    createdAt: Timestamp,
  })
  .check(z.meta({ id: "Adjustment" }));
export type AdjustmentView = z.output<typeof AdjustmentView>;

export function adjustmentView({ id, sku, rows, createdAt, ...booking }: Booking): AdjustmentView {
  const [{ location, kind, quantity }] = onlyRow(rows);
  const reason = z.parse(z.enum(ADJUSTMENT_REASONS), kind);
  return { id, sku, quantity, reason, ...named(location), ...wordsOf(booking), createdAt };
}

export const CountView = z
  .strictObject({
    id: z.string(),
    sku: Sku,
    counted: Count,
    difference: z.int().check(z.meta({ description: "What was booked: counted less what had been on hand" })),
    location: shownLocation,
    ...shownWords,
    createdAt: Timestamp,
  })
  .check(z.meta({ id: "StockCount" }));
export type CountView = z.output<typeof CountView>;

export function countView({ id, sku, rows, counted = 0, createdAt, ...booking }: Booking): CountView {
  const [{ location, quantity }] = onlyRow(rows);
  return { id, sku, counted, difference: quantity, ...named(location), ...wordsOf(booking), createdAt };
}

export const TransferView = z
  .strictObject({
    id: z.string(),
    sku: Sku,
    quantity: z.int(),
    from: LocationId,
    to: LocationId,
    ...shownWords,
    createdAt: Timestamp,
  })
  .check(z.meta({ id: "StockTransfer" }));
export type TransferView = z.output<typeof TransferView>;

export function transferView({ id, sku, rows, createdAt, ...booking }: Booking): TransferView {
  const [from, to] = rows;
  if (!from || !to) throw new Error(`The transfer ${id} has no two rows.`);
  return { id, sku, quantity: to.quantity, from: from.location, to: to.location, ...wordsOf(booking), createdAt };
}

function onlyRow(rows: Booking["rows"]): readonly [Booking["rows"][number]] {
  const [row] = rows;
  if (!row) throw new Error("A booking has no row.");
  return [row];
}

function named(location: LocationId) {
  return location === MAIN ? {} : { location };
}

function wordsOf({ note, reference }: Pick<Booking, "note" | "reference">) {
  return { ...(note !== undefined && { note }), ...(reference !== undefined && { reference }) };
}

export const MovementView = z
  .strictObject({
    kind: z.enum(MOVEMENT_KINDS).check(z.meta({ description: "moved: to or from another location" })),
    quantity: z.int().check(z.meta({ description: "Units that came, or left where it is negative" })),
    balance: z.int().check(z.meta({ description: "Units on hand at the location after it" })),
    location: shownLocation,
    orderId: z.exactOptional(z.string()),
    shipment: z.exactOptional(z.int()).check(z.meta({ description: "The number of the order's shipment" })),
    returnNumber: z.exactOptional(z.int()).check(z.meta({ description: "The number of the order's return" })),
    reservationId: z.exactOptional(z.string()),
    booking: z
      .exactOptional(z.string())
      .check(z.meta({ description: "The id of the adjustment, count or transfer that it is from" })),
    actor: z.string().check(z.meta({ description: "Who booked it, as role:subject", examples: ["staff:sam"] })),
    ...shownWords,
    at: Timestamp,
  })
  .check(z.meta({ id: "StockMovement", description: "A row of a product's stock ledger" }));
export type MovementView = z.output<typeof MovementView>;
