import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Reservation } from "./reservation.ts";

/** The events between two versions of a reservation: what moves is told by the stocks, and who ended it knows that it did. */
export function reservationEvents(before: Reservation | undefined, after: Reservation): DomainEvent[] {
  if (after.status !== "EXPIRED" || before?.status === "EXPIRED") return [];
  const { id: reservationId, reference } = after;
  const lines = after.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  return [
    { type: "ReservationExpired", data: { reservationId, ...(reference !== undefined && { reference }), lines } },
  ];
}
