import * as z from "zod/mini";
import { type Caller, worksForShop } from "../platform/values/caller.ts";
import { readableText } from "../platform/values/text.ts";
import { Timestamp } from "../platform/values/time.ts";
import { Version } from "../platform/values/version.ts";
import { LocationId } from "./rules/location.ts";
import { DEFAULT_RESERVATION_SECONDS } from "./rules/new-reservation.ts";
import { Sku } from "./rules/product.ts";
import { mergeBySku } from "./rules/requested-units.ts";
import {
  MAX_RESERVED_SKUS,
  RESERVATION_STATUSES,
  type Reservation,
  type ReservedLine,
  reservedAllocations,
} from "./rules/reservation.ts";
import { ReservationId } from "./rules/reservation-id.ts";
import { MAX_QUANTITY } from "./rules/stock.ts";

const MIN_SECONDS = 60;
/** A week. */
const MAX_SECONDS = 604_800;

export const NewReservation = z
  .strictObject({
    items: z
      .array(
        z
          .strictObject({ sku: Sku, quantity: z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY)) })
          .check(z.meta({ id: "NewReservationItem" })),
      )
      .check(
        z.minLength(1),
        z.maxLength(MAX_RESERVED_SKUS),
        z.refine((items) => mergeBySku(items).every(({ quantity }) => quantity <= MAX_QUANTITY), {
          error: `must not ask for more than ${MAX_QUANTITY} units of one SKU`,
        }),
        z.meta({ description: `At most ${MAX_RESERVED_SKUS}; those with the same SKU become one line` }),
      ),
    reference: z
      .exactOptional(readableText({ longest: 100, anyNumber: true }))
      .check(z.meta({ description: "The caller's own number or name for it, such as that of a cart or a till" })),
    expiresInSeconds: z.exactOptional(z.int().check(z.minimum(MIN_SECONDS), z.maximum(MAX_SECONDS))).check(
      z.meta({
        description: `For how long the units are held; ${DEFAULT_RESERVATION_SECONDS} where it is left out, at most a week, for customers a day`,
      }),
    ),
  })
  .check(z.meta({ id: "NewReservation" }));
export type NewReservation = z.output<typeof NewReservation>;

const ReservationLineView = z
  .strictObject({
    sku: Sku,
    quantity: z.int(),
    allocations: z
      .exactOptional(z.array(z.strictObject({ location: LocationId, quantity: z.int() })))
      .check(z.meta({ description: "Where they lie; left out where all are at `main`, and for customers" })),
  })
  .check(z.meta({ id: "ReservationLine" }));

export const ReservationView = z
  .strictObject({
    id: ReservationId,
    status: z.enum(RESERVATION_STATUSES).check(
      z.meta({
        description:
          "ACTIVE: its units are held, also between `expiresAt`, when its use ends, and the moment at which they are given " +
          "back. It ends once: RELEASED, COMMITTED (its units left stock), ORDERED (they are an order's), EXPIRED",
      }),
    ),
    lines: z.array(ReservationLineView),
    owner: z
      .exactOptional(z.string())
      .check(z.meta({ description: "Who made it, as role:subject. Left out for customers", examples: ["staff:sam"] })),
    reference: z.exactOptional(z.string()),
    expiresAt: Timestamp,
    orderId: z.exactOptional(z.string()).check(z.meta({ description: "The order that took over its units" })),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .check(z.meta({ id: "Reservation", description: "Units that are held outside of an order" }));
export type ReservationView = z.output<typeof ReservationView>;

/** A reservation as the caller sees it. */
export function reservationView(reservation: Reservation, caller: Caller): ReservationView {
  const { id, status, lines, owner, reference, expiresAt, orderId, version, createdAt, updatedAt } = reservation;
  const isOfShop = worksForShop(caller);
  return {
    id,
    status,
    lines: lines.map((line) => lineView(line, isOfShop)),
    ...(isOfShop && { owner }),
    ...(reference !== undefined && { reference }),
    expiresAt,
    ...(orderId !== undefined && { orderId }),
    version,
    createdAt,
    updatedAt,
  };
}

function lineView(line: ReservedLine, showsLocations: boolean) {
  const { sku, quantity, elsewhere } = line;
  return { sku, quantity, ...(showsLocations && elsewhere.length > 0 && { allocations: reservedAllocations(line) }) };
}
