import { problemError } from "../../platform/values/problems.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import { nextVersion } from "../../platform/values/version.ts";
import { type Reservation, type ReservationStatus, reservationStates } from "./reservation.ts";
import { reservationEnded } from "./reservation-id.ts";

/**
 * The reservation that gave its units back; the same one where they are back already. It may come after `expiresAt`, as
 * long as the sweeper has not been there.
 * @throws 409 `reservation_ended` where its units were taken
 */
export function release(reservation: Reservation, now: Timestamp): Reservation {
  if (reservation.status === "RELEASED" || reservation.status === "EXPIRED") return reservation;
  if (reservation.status !== "ACTIVE") throw endedError(reservation);
  return ended(reservation, "RELEASED", {}, now);
}

/** The reservation whose units left stock; the same one where they have left. @throws 409 `reservation_ended` */
export function commit(reservation: Reservation, now: Timestamp): Reservation {
  if (reservation.status === "COMMITTED") return reservation;
  requireUsable(reservation, now);
  return ended(reservation, "COMMITTED", {}, now);
}

/** The reservation whose units are those of an order from now on. @throws 409 `reservation_ended` */
export function orderWith(reservation: Reservation, orderId: string, now: Timestamp): Reservation {
  requireUsable(reservation, now);
  return ended(reservation, "ORDERED", { orderId }, now);
}

/** The reservation that nobody used in time; the same one where it has ended, or its time is not over. */
export function expire(reservation: Reservation, now: Timestamp): Reservation {
  const isOver = reservation.status === "ACTIVE" && reservation.expiresAt <= now;
  return isOver ? ended(reservation, "EXPIRED", {}, now) : reservation;
}

function ended(
  reservation: Reservation,
  status: ReservationStatus,
  changes: Pick<Partial<Reservation>, "orderId">,
  now: Timestamp,
): Reservation {
  return nextVersion<Reservation>(
    reservation,
    { ...changes, status: reservationStates.transition(reservation.status, status) },
    now,
  );
}

/**
 * `now` is the clock of the function that asks, and clocks differ by seconds: who uses a reservation in its last seconds
 * may be too late. Whether it has ended is decided by its version alone, so that it ends once, whatever clocks say.
 * @throws 409 `reservation_ended`, saying how it ended
 */
function requireUsable(reservation: Reservation, now: Timestamp): void {
  if (reservation.status !== "ACTIVE" || reservation.expiresAt <= now) throw endedError(reservation);
}

/** How a reservation ended that cannot be used any more. */
export function endedError(reservation: Reservation): Error {
  return problemError(reservationEnded, `The reservation ${reservation.id} ${howEnded(reservation)}`);
}

function howEnded({ status, updatedAt, expiresAt, orderId }: Reservation): string {
  switch (status) {
    case "RELEASED":
      return `was released at ${updatedAt}. Reserve the units again.`;
    case "COMMITTED":
      return `was committed at ${updatedAt}: its units have left stock.`;
    case "ORDERED":
      return `was used by the order ${orderId} at ${updatedAt}.`;
    case "ACTIVE":
    case "EXPIRED":
      return `expired at ${expiresAt}. Reserve the units again.`;
  }
}
