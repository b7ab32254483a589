import { describe, expect, test } from "vitest";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { units } from "../../../tests/builders/products.ts";
import { aReservation } from "../../../tests/builders/reservations.ts";
import type { Units } from "./stock.ts";
import { requireOwnReservation, requireReservedItems } from "./use-reservation.ts";

const reservation = aReservation([units("MUG", 2), units("PEN", 1)]);

describe("requireOwnReservation", () => {
  test("the orderer's own", () => {
    expect(requireOwnReservation(reservation.id, reservation, "customer:alice")).toBe(reservation);
  });

  test.each([
    ["another's", reservation, "customer:bob"],
    ["that of the same subject in another role", reservation, "staff:alice"],
    ["one that does not exist", undefined, "customer:alice"],
  ])("%s: 422, the same for each", (_, found, orderer) => {
    const problem = problemThrownBy(() => requireOwnReservation(reservation.id, found, orderer));
    expect(problem).toMatchObject({ code: "unknown_reservation", errors: [{ path: "reservationId" }] });
    expect(problem.message).toBe(
      `There is no reservation ${reservation.id} of ${orderer}. Send the id that POST /reservations gave to the same caller.`,
    );
  });
});

describe("requireReservedItems", () => {
  test("the same units, in any order and in several items", () => {
    const items = [units("PEN", 1), units("MUG", 1), units("MUG", 1)];
    expect(() => requireReservedItems(reservation, items)).not.toThrow();
  });

  test.each<[string, readonly Units[], readonly { readonly path: string; readonly message: string }[]]>([
    ["more units", [units("MUG", 3), units("PEN", 1)], [{ path: "items.0", message: "2 of MUG are reserved" }]],
    ["fewer units", [units("MUG", 2), units("PEN", 0)], [{ path: "items.1", message: "1 of PEN are reserved" }]],
    ["a product less", [units("MUG", 2)], [{ path: "items", message: "1 of PEN are reserved" }]],
    [
      "another product",
      [units("MUG", 2), units("PEN", 1), units("CUP", 1)],
      [{ path: "items.2", message: "0 of CUP are reserved" }],
    ],
  ])("%s: 422 with each difference", (_, items, errors) => {
    const problem = problemThrownBy(() => requireReservedItems(reservation, items));
    expect(problem).toMatchObject({ code: "reservation_mismatch", errors });
  });
});
