import { expect, test } from "vitest";
import { units } from "../../../tests/builders/products.ts";
import { firstVersion } from "../../platform/values/version.ts";
import { Booking, movementsBookedBy } from "./booking.ts";
import { LocationId, MAIN } from "./location.ts";

const { sku } = units("MUG", 1);
const transfer: Booking = {
  ...firstVersion("2026-11-28T08:00:00.000Z"),
  id: "trf_1",
  sku,
  fingerprint: "f",
  rows: [
    { location: MAIN, kind: "moved", quantity: -2 },
    { location: LocationId.parse("berlin"), kind: "moved", quantity: 2 },
  ],
};

test("a booking has a row of the ledger for each change of a location, which names it", () => {
  expect(movementsBookedBy(transfer)).toEqual([
    { sku, location: "main", kind: "moved", quantity: -2, booking: "trf_1" },
    { sku, location: "berlin", kind: "moved", quantity: 2, booking: "trf_1" },
  ]);
});

test("its note and reference are in every row", () => {
  const words = { note: "For the fair", reference: "DN-7" };
  for (const row of movementsBookedBy({ ...transfer, ...words })) expect(row).toMatchObject(words);
});

test("what is stored is read again", () => {
  expect(Booking.parse(structuredClone(transfer))).toEqual(transfer);
});
