import fc from "fast-check";
import { expect, test } from "vitest";
import { aStock } from "../../../tests/builders/products.ts";
import { withUnknownAttributes } from "../../../tests/builders/unknown-attributes.ts";
import { Stock, stockLevel } from "./stock.ts";

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
  const later = withUnknownAttributes(aStock({ reorderPoint: 5 }));
  expect(Stock.parse(later)).toEqual(later);
});
