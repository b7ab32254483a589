import type { reservationStockWrites } from "../../../../functions/inventory/reservation-table.ts";
import type { Reservation } from "../../../../functions/inventory/rules/reservation.ts";
import type { requireOwnReservation } from "../../../../functions/inventory/rules/use-reservation.ts";
import type { Order } from "../../../../functions/orders/rules/order.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of reservations, and of the orders that take them over. */
export const reservations: readonly Mutation[] = [
  guard<(reservation: Reservation) => Promise<void>>(
    "createReservation: with its stock, in one transaction",
    "storeWithStock",
    async (_, reservation) => {
      const { write } = await import("../../../../functions/platform/table/write.ts");
      const table = await import("../../../../functions/inventory/reservation-table.ts");
      await write([table.insertReservation(reservation)]);
      for (const move of table.reservationStockWrites(undefined, reservation)) await write([move]);
    },
    "units are reserved",
    "the last units are reserved and ordered at the same time",
  ),
  guard<() => Promise<Reservation | undefined>>(
    "createReservation: a racing duplicate becomes a replay",
    "storedFirst",
    async () => undefined,
    "the same reservation is sent three times at the same time",
  ),
  guard<() => boolean>(
    "createReservation: decides again where stock changed",
    "inventory/reserve-stock.ts isStockChanged",
    () => false,
    "the last units are reserved and ordered at the same time",
    "the same reservation of all there is is sent three times at the same time",
  ),
  guard<typeof reservationStockWrites>(
    "a reservation ends together with what becomes of its units",
    "reservationStockWrites",
    (original, before, after) => (before === undefined ? original(before, after) : []),
    "a reservation is released by its customer and by staff at the same time",
  ),
  guard<() => boolean>(
    "releaseReservation, commitReservation: decide again after another write",
    "isEndedByAnother",
    () => false,
    "a reservation is committed, twice at the same time",
  ),
  guard<() => void>(
    "commitReservation: only by its owner",
    "requireOwner",
    () => {},
    "another member of staff commits a reservation",
  ),
  guard<() => boolean>(
    "releaseReservation: only by its owner and by staff",
    "mayReachReservation",
    () => true,
    "another customer releases a reservation",
  ),
  guard<() => void>(
    "a reservation is not used after it expired",
    "requireUsable",
    () => {},
    "an order names a reservation that expired, before the sweeper comes",
  ),
  guard<() => Promise<void>>(
    "sweeper: expires reservations",
    "expireDueReservation",
    async () => {},
    "nobody uses a reservation in time",
  ),
  guard<typeof requireOwnReservation>(
    "placeOrder: only with a reservation of the caller",
    "requireOwnReservation",
    (original, id, reservation, orderer) => original(id, reservation, reservation?.owner ?? orderer),
    "another customer orders with a reservation",
  ),
  guard<() => void>(
    "placeOrder: only what is reserved",
    "requireReservedItems",
    () => {},
    "an order with a reservation asks for more than is reserved",
  ),
  guard<(order: Order) => Promise<void>>(
    "placeOrder: the reservation ends in the same transaction",
    "storeTogether",
    async (_, order) => {
      const { write } = await import("../../../../functions/platform/table/write.ts");
      const { createOrder } = await import("../../../../functions/orders/order-table.ts");
      const { stockMoves } = await import("../../../../functions/orders/stock-moves.ts");
      await write([createOrder(order), ...stockMoves(undefined, order)]);
    },
    "an order takes over a reservation",
  ),
  guard<() => Promise<Order | undefined>>(
    "placeOrder: a racing duplicate with a reservation becomes a replay",
    "orderStoredBefore",
    async () => undefined,
    "an order with a reservation is sent three times at the same time",
  ),
  guard<(counts: readonly unknown[]) => readonly unknown[]>(
    "audit: counts what reservations hold",
    "addReservedUnits",
    (_, counts) => counts,
    "the audit runs while units are reserved",
  ),
  {
    ...guard<() => boolean>("audit: a reservation that became an order may be counted twice", "tookOver", () => false),
    secondLine:
      "a difference has to be found twice: another order would have to take over as many units during the second count",
  },
];
