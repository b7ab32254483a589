import { expect, test } from "vitest";
import { aProduct, aStock } from "../../../tests/builders/products.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import { violationsOf } from "./rule.ts";
import { reservedIsOpen, type Shelf, shelfRules, stockRules } from "./stock-rules.ts";

/** 20 came, 5 went, 3 are held. */
const healthy = aStock({ available: 12, reserved: 3, adjusted: 20, shipped: 5 });

function broken(stock: Stock): string[] {
  return violationsOf(stockRules, stock.sku, stock).map(({ invariant }) => invariant);
}

function brokenOf(shelf: Partial<Shelf>): string[] {
  const whole = { product: aProduct("MUG"), stock: healthy, adjustments: 20, ...shelf };
  return violationsOf(shelfRules, "MUG", whole).map(({ invariant }) => invariant);
}

test("stock that adds up breaks no rule", () => {
  expect(broken(healthy)).toEqual([]);
  expect(brokenOf({})).toEqual([]);
});

test("nothing is negative", () => {
  expect(broken({ ...healthy, available: -1, reserved: 16 })).toEqual(["nothing is negative"]);
  expect(broken({ ...healthy, available: 16, reserved: -1 })).toEqual(["nothing is negative"]);
});

test.each(["available", "reserved", "adjusted", "shipped"] as const)(
  "stock does not add up with one unit too many %s",
  (counter) => {
    expect(broken({ ...healthy, [counter]: (healthy[counter] ?? 0) + 1 })).toEqual(["stock adds up"]);
  },
);

test("stock from before its counters is not held against them", () => {
  const { adjusted: _, shipped: __, ...older } = healthy;
  expect(broken(older)).toEqual([]);
  expect(brokenOf({ stock: older, adjustments: 7 })).toEqual([]);
});

test.each([19, 21, Number.NaN])("the ledger does not add up with adjustments that come to %d of 20", (adjustments) => {
  expect(brokenOf({ adjustments })).toEqual(["the ledger adds up"]);
});

test("a product has its stock, with its own reorder point", () => {
  expect(brokenOf({ stock: undefined })).toEqual(["stock follows its product"]);
  expect(brokenOf({ stock: { ...healthy, reorderPoint: 3 } })).toEqual(["stock follows its product"]);
  expect(brokenOf({ product: aProduct("MUG", { reorderPoint: 3 }) })).toEqual(["stock follows its product"]);
  expect(brokenOf({ product: aProduct("MUG", { reorderPoint: 3 }), stock: { ...healthy, reorderPoint: 3 } })).toEqual(
    [],
  );
});

test("what is reserved is what is open", () => {
  expect(reservedIsOpen.check({ reserved: 3, open: 3 })).toEqual([]);
  expect(reservedIsOpen.check({ reserved: 3, open: 2 })).toEqual(["3 reserved, but 2 open"]);
});
