import { expect, test } from "vitest";
import { aPendingOrder, at, changed } from "../../../tests/builders/orders.ts";
import { aStock, units } from "../../../tests/builders/products.ts";
import { aReservation } from "../../../tests/builders/reservations.ts";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { reservationHeldMoves } from "../../inventory/rules/reservation-stock.ts";
import { orderWith } from "../../inventory/rules/reservation-transitions.ts";
import { addUp } from "../../inventory/rules/units-at.ts";
import { heldMoves } from "./order-movements.ts";
import { firstVersionOfReserved } from "./reserved-order.ts";

const BERLIN = LocationId.parse("berlin");
const items = [units("MUG", 3), units("PEN", 1)];

/** One mug at main, two in berlin, the pen in berlin. */
const reservation = aReservation(items, "key-1", {
  stocks: new Map(
    [
      { sku: units("MUG", 1).sku, main: 1 },
      { sku: units("PEN", 1).sku, main: 0 },
    ].map(({ sku, main }) => [
      sku,
      aStock({
        sku,
        available: main + 2,
        locations: [
          { location: MAIN, available: main, reserved: 0 },
          { location: BERLIN, available: 2, reserved: 0 },
        ],
      }),
    ]),
  ),
  locations: { byPriority: [MAIN, BERLIN], strategy: "priority" },
});

test("the order holds the reservation's units where they lie: no counter moves", () => {
  const order = firstVersionOfReserved(aPendingOrder({ items }), reservation, changed(1));

  expect(order).toMatchObject({ status: "PENDING", reservationId: reservation.id, version: 1 });
  const ended = orderWith(reservation, order.id, at(1));
  expect(addUp([...reservationHeldMoves(reservation, ended), ...heldMoves(undefined, order)])).toEqual([]);
});

test("an order that fails at once gives the reservation's units back", () => {
  const order = firstVersionOfReserved(aPendingOrder({ items, paidByHand: true }), reservation, changed(1));

  expect(order).toMatchObject({ status: "FAILED", failure: { reason: "PAYMENT_NOT_RECEIVED" } });
  expect(heldMoves(undefined, order)).toEqual([]);
});
