import { endReservation, ReservationChangedError } from "../inventory/reservation-table.ts";
import type { Reservation } from "../inventory/rules/reservation.ts";
import { reservationHeldMoves } from "../inventory/rules/reservation-stock.ts";
import { endedError, orderWith } from "../inventory/rules/reservation-transitions.ts";
import { addUp } from "../inventory/rules/units-at.ts";
import { stockWrites } from "../inventory/stock-writes.ts";
import { write } from "../platform/table/write.ts";
import { requested } from "./change-context.ts";
import { createOrder, loadOrder, OrderExistsError } from "./order-table.ts";
import type { Order } from "./rules/order.ts";
import { heldMoves } from "./rules/order-movements.ts";
import { firstVersionOfReserved } from "./rules/reserved-order.ts";
import type { StoredOrder } from "./store-new-order.ts";

/**
 * Stores a draft that takes over what a reservation holds; where an earlier request of the order did, that order.
 * @throws 409 `reservation_ended`, also where another write is faster to end the reservation
 */
export async function storeReservedOrder(draft: Order, reservation: Reservation): Promise<StoredOrder> {
  try {
    return { order: await storeInPlaceOf(reservation, draft), replayed: false };
  } catch (error) {
    const stored = await orderStoredBefore(error, draft, reservation);
    if (stored) return { order: stored, replayed: true };
    throw error instanceof ReservationChangedError && error.found ? endedError(error.found) : error;
  }
}

async function storeInPlaceOf(reservation: Reservation, draft: Order): Promise<Order> {
  const context = requested();
  const ended = orderWith(reservation, draft.id, context.now);
  const order = firstVersionOfReserved(draft, reservation, context);
  await storeTogether(order, reservation, ended);
  return order;
}

/** An order begins as its reservation ends. Stock moves by what the order holds otherwise: not at all, as a rule. */
function storeTogether(order: Order, reservation: Reservation, ended: Reservation): Promise<void> {
  const held = addUp([...reservationHeldMoves(reservation, ended), ...heldMoves(undefined, order)]);
  const { id, updatedAt: at } = order;
  return write([createOrder(order), endReservation(ended), ...stockWrites({ held, rows: [], at, id })]);
}

/** The order that used the reservation, where it is this one: a racing duplicate of the request was faster. */
async function orderStoredBefore(error: unknown, { id }: Order, reservation: Reservation): Promise<Order | undefined> {
  if (error instanceof OrderExistsError) return error.order;
  const { found = reservation } = error instanceof ReservationChangedError ? error : {};
  return found.orderId === id ? loadOrder(id) : undefined;
}
