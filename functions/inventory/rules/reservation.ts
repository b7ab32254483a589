import * as z from "zod/mini";
import type { Caller } from "../../platform/values/caller.ts";
import { problem } from "../../platform/values/problems.ts";
import { StateMachine } from "../../platform/values/state-machine.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { versioned } from "../../platform/values/version.ts";
import { type Allocation, LocationId, MAIN } from "./location.ts";
import { Sku } from "./product.ts";
import { ReservationId } from "./reservation-id.ts";
import type { UnitsAt } from "./units-at.ts";

export const RESERVATION_STATUSES = ["ACTIVE", "RELEASED", "COMMITTED", "ORDERED", "EXPIRED"] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

/** A reservation ends once, in one of four ways. */
export const reservationStates = new StateMachine<ReservationStatus>(
  "reservation",
  {
    ACTIVE: ["RELEASED", "COMMITTED", "ORDERED", "EXPIRED"],
    RELEASED: [],
    COMMITTED: [],
    ORDERED: [],
    EXPIRED: [],
  },
  ["ACTIVE"],
);

/** As many as an order has lines. */
export const MAX_RESERVED_SKUS = 30;

const ReservedLine = z.looseObject({
  sku: Sku,
  quantity: z.int(),
  /** Of its units, those that are held at other locations than `main`. */
  elsewhere: z._default(z.array(z.looseObject({ location: LocationId, quantity: z.int() })), []),
});
export type ReservedLine = z.output<typeof ReservedLine>;

/** Units that are held outside of an order, until the reservation ends. While it is ACTIVE, nothing of it changes. */
export const Reservation = z.looseObject({
  ...versioned,
  id: ReservationId,
  /** Who made it, as `role:subject`. */
  owner: z.string(),
  status: z.enum(RESERVATION_STATUSES),
  lines: z.array(ReservedLine),
  /** The caller's own number or name for it: a cart, a till. */
  reference: z.exactOptional(z.string()),
  expiresAt: Timestamp,
  /** The order that took over its units. */
  orderId: z.exactOptional(z.string()),
  fingerprint: z.string(),
});
export type Reservation = z.output<typeof Reservation>;

/** A caller, as a reservation names its owner. */
export function ownerNameOf({ role, subject }: Pick<Caller, "role" | "subject">): string {
  return `${role}:${subject}`;
}

/** Where the units of a line are held, as long as its reservation is ACTIVE. */
export function reservedAllocations({ quantity, elsewhere }: ReservedLine): Allocation[] {
  const units = elsewhere.map((one) => ({ location: one.location, quantity: one.quantity }));
  const atMain = quantity - units.reduce((sum, one) => sum + one.quantity, 0);
  return atMain > 0 ? [{ location: MAIN, quantity: atMain }, ...units] : units;
}

/** What a reservation took from stock when it was made. */
export function reservedUnits({ lines }: Reservation): UnitsAt[] {
  return lines.flatMap((line) => reservedAllocations(line).map((allocation) => ({ sku: line.sku, ...allocation })));
}

/** What it holds now. */
export function unitsHeldBy(reservation: Reservation): UnitsAt[] {
  return reservation.status === "ACTIVE" ? reservedUnits(reservation) : [];
}

export const reservationNotYours = problem(
  403,
  "reservation_not_yours",
  "Only who made a reservation can take its units.",
);
export const reservationTooFragmented = problem(
  422,
  "reservation_too_fragmented",
  "The reservation's units lie at too many locations.",
);
