import { log } from "../platform/runtime/logging.ts";
import { now } from "../platform/runtime/request-context.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { write } from "../platform/table/write.ts";
import type { Caller } from "../platform/values/caller.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import type { Timestamp } from "../platform/values/time.ts";
import {
  endReservation,
  loadReservation,
  ReservationChangedError,
  reservationStockWrites,
} from "./reservation-table.ts";
import { ownerNameOf, type Reservation, reservationNotYours } from "./rules/reservation.ts";
import type { ReservationId } from "./rules/reservation-id.ts";
import { commit, expire, release } from "./rules/reservation-transitions.ts";

/** @throws 404 where it does not exist, or is another's and the caller may only see their own */
export async function requireReservation(id: ReservationId, caller: Caller): Promise<Reservation> {
  const reservation = await loadReservation(id);
  if (reservation && mayReachReservation(caller, reservation)) return reservation;
  throw problemError(notFound, `There is no reservation ${id}, or it is not yours.`);
}

/** Customers and services reach their own, staff any. */
function mayReachReservation(caller: Caller, { owner }: Reservation): boolean {
  return caller.reach === "any" || owner === ownerNameOf(caller);
}

/** Gives its units back. Releasing it again changes nothing. @throws 404, 409 `reservation_ended` */
export function releaseReservation(id: ReservationId, caller: Caller): Promise<Reservation> {
  return changeReservation(id, caller, release);
}

/** Takes its units out of stock. Committing it again changes nothing. @throws 403 `reservation_not_yours`, 404, 409 `reservation_ended` */
export function commitReservation(id: ReservationId, caller: Caller): Promise<Reservation> {
  return changeReservation(id, caller, (reservation, at) => {
    requireOwner(reservation, caller);
    return commit(reservation, at);
  });
}

/** Gives the units back of a reservation that nobody used in time. */
export async function expireReservation(reservation: Reservation): Promise<void> {
  const expired = expire(reservation, now());
  if (expired === reservation) return;
  try {
    await storeEnd(reservation, expired);
  } catch (error) {
    if (!isEndedByAnother(error)) throw error;
  }
}

function requireOwner({ id, owner }: Reservation, caller: Caller): void {
  if (owner === ownerNameOf(caller)) return;
  throw problemError(
    reservationNotYours,
    `The reservation ${id} was made by ${owner}, who alone can take its units. You may release it.`,
  );
}

/** Where another write is faster, the reservation is read and decided again. */
function changeReservation(
  id: ReservationId,
  caller: Caller,
  change: (reservation: Reservation, at: Timestamp) => Reservation,
): Promise<Reservation> {
  const changeOnce = async () => {
    const reservation = await requireReservation(id, caller);
    const next = change(reservation, now());
    if (next !== reservation) await storeEnd(reservation, next);
    return next;
  };
  return retryOnConflict(`reservation ${id}`, changeOnce, isEndedByAnother);
}

/** A reservation ends together with what becomes of its units. */
async function storeEnd(before: Reservation, ended: Reservation): Promise<void> {
  await write([endReservation(ended), ...reservationStockWrites(before, ended)]);
  log.result("reservation ended", { reservationId: ended.id, reservation: ended.status });
}

function isEndedByAnother(error: unknown): boolean {
  return error instanceof ReservationChangedError;
}
