import { problemError } from "../../platform/values/problems.ts";
import type { Sku } from "./product.ts";
import { mergeBySku } from "./requested-units.ts";
import type { Reservation } from "./reservation.ts";
import { type ReservationId, reservationMismatch, unknownReservation } from "./reservation-id.ts";
import type { Units } from "./stock.ts";

/** The reservation that an order names. @throws 422 `unknown_reservation` where the orderer has made none with this id */
export function requireOwnReservation(
  id: ReservationId,
  reservation: Reservation | undefined,
  orderer: string,
): Reservation {
  if (reservation?.owner === orderer) return reservation;
  throw problemError(
    unknownReservation,
    `There is no reservation ${id} of ${orderer}. Send the id that POST /reservations gave to the same caller.`,
    { errors: [{ path: "reservationId", message: "must be the id of a reservation that the caller made" }] },
  );
}

/** @throws 422 `reservation_mismatch` where other products are ordered than are reserved, or other quantities of them */
export function requireReservedItems({ id, lines }: Reservation, items: readonly Units[]): void {
  const merged = mergeBySku(items);
  const reserved = new Map<Sku, number>(lines.map(({ sku, quantity }) => [sku, quantity]));
  const others = items.flatMap(({ sku }, index) => {
    const units = reserved.get(sku) ?? 0;
    const ordered = merged.find((one) => one.sku === sku)?.quantity;
    return ordered === units ? [] : [{ path: `items.${index}`, message: `${units} of ${sku} are reserved` }];
  });
  const left = lines
    .filter(({ sku }) => !merged.some((one) => one.sku === sku))
    .map(({ sku, quantity }) => ({ path: "items", message: `${quantity} of ${sku} are reserved` }));
  const errors = [...others, ...left];
  if (errors.length === 0) return;
  throw problemError(
    reservationMismatch,
    `An order takes over all that the reservation ${id} holds, and nothing else: ${[...new Set(errors.map(({ message }) => message))].join("; ")}. Order these, or leave reservationId out.`,
    { errors },
  );
}
