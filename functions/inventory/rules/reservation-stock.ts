import type { NewMovement } from "./movement.ts";
import { type Reservation, reservedUnits, unitsHeldBy } from "./reservation.ts";
import { heldDifference, type UnitsAt } from "./units-at.ts";

/** Units that the next version of a reservation holds more, or fewer where they are negative, than the one before. */
export function reservationHeldMoves(before: Reservation | undefined, after: Reservation): UnitsAt[] {
  return heldDifference(before ? unitsHeldBy(before) : [], unitsHeldBy(after));
}

/** The rows of the ledger that the next version of a reservation brings: what left when it was committed. */
export function reservationMovements(before: Reservation | undefined, after: Reservation): NewMovement[] {
  if (after.status !== "COMMITTED" || before?.status === "COMMITTED") return [];
  return reservedUnits(after).map(({ sku, location, quantity }) => ({
    sku,
    location,
    kind: "shipped",
    quantity: -quantity,
    reservationId: after.id,
    ...(after.reference !== undefined && { reference: after.reference }),
  }));
}
