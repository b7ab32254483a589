import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { aStock } from "../../../tests/builders/products.ts";
import { withUnknownAttributes } from "../../../tests/builders/unknown-attributes.ts";
import { LocationId } from "./location.ts";
import { Stock, stockAt, stockLevel } from "./stock.ts";

test.each([
  [0, undefined, "DEPLETED"],
  [1, undefined, "PLENTY"],
  [0, 5, "DEPLETED"],
  [1, 5, "LOW"],
  [5, 5, "LOW"],
  [6, 5, "PLENTY"],
  [1, 0, "PLENTY"],
] as const)("%i available with the reorder point %s is %s", (available, reorderPoint, level) => {
  expect(stockLevel({ available, ...(reorderPoint !== undefined && { reorderPoint }) })).toBe(level);
});

test("more stock is never a lower level", () => {
  const rank = { DEPLETED: 0, LOW: 1, PLENTY: 2 };
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000), (available, more, reorderPoint) => {
      const before = rank[stockLevel({ available, reorderPoint })];
      expect(rank[stockLevel({ available: available + more, reorderPoint })]).toBeGreaterThanOrEqual(before);
    }),
  );
});

test("stock is read, and kept whole, with what a later version of the code has added", () => {
  const { locations, ...item } = aStock({ reorderPoint: 5 });
  const later = withUnknownAttributes(item);
  expect(z.parse(Stock, later)).toEqual({ ...z.parse(z.looseObject({}), later), locations });
});

test("the counters of all locations are read, and summed up", () => {
  const { locations: _, ...item } = aStock({ available: 3, reserved: 1 });
  const stock = z.parse(Stock, { ...item, "available@berlin": 4, "reserved@berlin": 2, "available@bonn": 5 });
  expect(stock).toMatchObject({ available: 12, reserved: 3 });
  expect(stock.locations).toEqual([
    { location: "main", available: 3, reserved: 1 },
    { location: "berlin", available: 4, reserved: 2 },
    { location: "bonn", available: 5, reserved: 0 },
  ]);
  expect(stockAt(stock, LocationId.parse("bonn"))).toMatchObject({ available: 5 });
  expect(stockAt(stock, LocationId.parse("paris"))).toMatchObject({ available: 0, reserved: 0 });
});
