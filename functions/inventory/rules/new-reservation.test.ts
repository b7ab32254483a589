import { describe, expect, test } from "vitest";
import { at } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { aProduct, aStock, aSupply, units } from "../../../tests/builders/products.ts";
import { aReservation, aReservationRequest } from "../../../tests/builders/reservations.ts";
import type { Supply } from "./allocate.ts";
import { LocationId, MAIN } from "./location.ts";
import { newReservation } from "./new-reservation.ts";
import { reservedUnits, unitsHeldBy } from "./reservation.ts";
import type { Units } from "./stock.ts";

const BERLIN = LocationId.parse("berlin");

/** Two mugs at main and three in berlin. */
const atTwo: Supply = {
  stocks: new Map([
    [
      units("MUG", 1).sku,
      aStock({
        sku: units("MUG", 1).sku,
        available: 5,
        locations: [
          { location: MAIN, available: 2, reserved: 0 },
          { location: BERLIN, available: 3, reserved: 0 },
        ],
      }),
    ],
  ]),
  locations: { byPriority: [MAIN, BERLIN], strategy: "priority" },
};

function reserve(items: readonly Units[], supply: Supply) {
  const products = new Map(items.map(({ sku }) => [sku, aProduct(sku)]));
  return newReservation(aReservationRequest(items), { products, supply }, at(0));
}

test("items of one product become one line; it expires after 15 minutes, or when it is asked to", () => {
  const reservation = aReservation([units("MUG", 2), units("PEN", 1), units("MUG", 1)]);
  expect(reservation).toMatchObject({
    status: "ACTIVE",
    version: 1,
    lines: [units("MUG", 3), units("PEN", 1)],
    expiresAt: at(900),
  });
  const products = new Map([[units("MUG", 1).sku, aProduct("MUG")]]);
  const request = { ...aReservationRequest([units("MUG", 2)]), expiresInSeconds: 60 };
  expect(newReservation(request, { products, supply: atTwo }, at(0)).expiresAt).toBe(at(60));
});

test("stock at several locations: the units are held where they lie", () => {
  const reservation = reserve([units("MUG", 4)], atTwo);
  expect(unitsHeldBy(reservation)).toEqual([
    { sku: "MUG", location: "main", quantity: 2 },
    { sku: "MUG", location: "berlin", quantity: 2 },
  ]);
  expect(unitsHeldBy({ ...reservation, status: "RELEASED" })).toEqual([]);
});

describe("refused", () => {
  test("fewer units than are wanted: each shortage is named, with its items", () => {
    const stocks = [aStock({ sku: units("MUG", 1).sku, available: 2 })];
    const wanted = [units("MUG", 2), units("PEN", 1), units("MUG", 1)];
    const problem = problemThrownBy(() => reserve(wanted, aSupply(stocks)));
    expect(problem.code).toBe("out_of_stock");
    expect(problem.message).toBe(
      "Not enough stock for 3 of MUG (2 available), 1 of PEN (0 available). Nothing is reserved.",
    );
    expect(problem.errors).toEqual([
      { path: "items.0.quantity", message: "must be at most 2" },
      { path: "items.1.quantity", message: "must be at most 0" },
      { path: "items.2.quantity", message: "must be at most 2" },
    ]);
  });

  test("an archived product", () => {
    const products = new Map([[units("MUG", 1).sku, aProduct("MUG", { status: "ARCHIVED" })]]);
    const request = aReservationRequest([units("MUG", 1)]);
    const problem = problemThrownBy(() => newReservation(request, { products, supply: atTwo }, at(0)));
    expect(problem).toMatchObject({ code: "unknown_product", errors: [{ path: "items.0.sku" }] });
  });

  test("more places than a transaction can commit: one fewer is possible", () => {
    const many = Array.from({ length: 20 }, (_, number) => LocationId.parse(`place-${number}`));
    const ofAll = (skus: number, places: number) => {
      const items = Array.from({ length: skus }, (_, number) => units(`SKU-${number}`, places));
      const supply: Supply = {
        stocks: new Map(
          items.map(({ sku }) => [
            sku,
            aStock({
              sku,
              available: places,
              locations: many.slice(0, places).map((location) => ({ location, available: 1, reserved: 0 })),
            }),
          ]),
        ),
        locations: { byPriority: many, strategy: "priority" },
      };
      return () => reserve(items, supply);
    };
    expect(reservedUnits(ofAll(9, 10)())).toHaveLength(90);
    expect(problemThrownBy(ofAll(10, 9))).toMatchObject({
      code: "reservation_too_fragmented",
      message: expect.stringContaining("90 places"),
    });
  });
});
