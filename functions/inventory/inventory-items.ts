import { itemType, type PendingWork } from "../platform/table/item-type.ts";
import { Backorder, backorderType } from "./backorder-table.ts";
import { bookingType } from "./booking-table.ts";
import { locationsType, StoredLocations } from "./location-table.ts";
import { movementType } from "./movement-table.ts";
import { activeReservations, reservationIdInKey, reservationType } from "./reservation-table.ts";
import { Booking } from "./rules/booking.ts";
import { Movement } from "./rules/movement.ts";
import { Product } from "./rules/product.ts";
import { productEvents } from "./rules/product-events.ts";
import { Reservation } from "./rules/reservation.ts";
import { reservationEvents } from "./rules/reservation-events.ts";

export const productItem = itemType({ type: "product", schema: Product, events: productEvents });

/** Told by its stock, which changes in the same transaction. */
export const movementItem = itemType({ type: movementType, schema: Movement, events: "none" });

/** Told by its stock, too. */
export const bookingItem = itemType({ type: bookingType, schema: Booking, events: "none" });

/** Told by its order, which changes in the same transaction. */
export const backorderItem = itemType({ type: backorderType, schema: Backorder, events: "none" });

export const locationsItem = itemType({ type: locationsType, schema: StoredLocations, events: "none" });

export const reservationItem = itemType({
  type: reservationType,
  schema: Reservation,
  nameOf: reservationIdInKey,
  events: reservationEvents,
  due: { partitions: activeReservations, pending: expiryOf, resume: expireDueReservation },
});

function expiryOf({ status, expiresAt }: Reservation): PendingWork | undefined {
  return status === "ACTIVE" ? { effect: "EXPIRE", dueAt: expiresAt, tries: 0 } : undefined;
}

async function expireDueReservation(reservation: Reservation): Promise<void> {
  const { expireReservation } = await import("./end-reservation.ts");
  await expireReservation(reservation);
}
