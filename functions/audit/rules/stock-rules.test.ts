import { expect, test } from "vitest";
import { aProduct, aStock } from "../../../tests/builders/products.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import { violationsOf } from "./rule.ts";
import { type ProductStock, productStockRules, reservedEqualsOpen, stockRules } from "./stock-rules.ts";

/** 20 adjusted, 5 shipped, 3 reserved. */
const healthy = aStock({ available: 12, reserved: 3, adjusted: 20, shipped: 5 });

function broken(stock: Stock): string[] {
  return violationsOf(stockRules, stock.sku, stock).map(({ invariant }) => invariant);
}

function brokenOf(productStock: Partial<ProductStock>): string[] {
  const whole = { product: aProduct("MUG"), stock: healthy, adjustments: 20, ...productStock };
  return violationsOf(productStockRules, "MUG", whole).map(({ invariant }) => invariant);
}

test("stock that adds up: no violation", () => {
  expect(broken(healthy)).toEqual([]);
  expect(brokenOf({})).toEqual([]);
});

test("negative available or reserved: violation", () => {
  expect(broken({ ...healthy, available: -1, reserved: 16 })).toEqual(["stock is not negative"]);
  expect(broken({ ...healthy, available: 16, reserved: -1 })).toEqual(["stock is not negative"]);
});

test.each(["available", "reserved", "adjusted", "shipped"] as const)(
  "one unit too many %s: stock does not add up",
  (counter) => {
    expect(broken({ ...healthy, [counter]: (healthy[counter] ?? 0) + 1 })).toEqual(["stock adds up"]);
  },
);

test("stock stored before its counters existed: no violation", () => {
  const { adjusted: _, shipped: __, ...older } = healthy;
  expect(broken(older)).toEqual([]);
  expect(brokenOf({ stock: older, adjustments: 7 })).toEqual([]);
});

test.each([19, 21, Number.NaN])(
  "adjusted is 20, the sum of the adjustments %d: adjustments do not add up",
  (adjustments) => {
    expect(brokenOf({ adjustments })).toEqual(["adjustments add up"]);
  },
);

test("product without stock, or with another reorder point than its stock: violation", () => {
  expect(brokenOf({ stock: undefined })).toEqual(["every product has its stock item"]);
  expect(brokenOf({ stock: { ...healthy, reorderPoint: 3 } })).toEqual(["every product has its stock item"]);
  expect(brokenOf({ product: aProduct("MUG", { reorderPoint: 3 }) })).toEqual(["every product has its stock item"]);
  expect(brokenOf({ product: aProduct("MUG", { reorderPoint: 3 }), stock: { ...healthy, reorderPoint: 3 } })).toEqual(
    [],
  );
});

test("what is reserved is what is open", () => {
  expect(reservedEqualsOpen.check({ reserved: 3, open: 3 })).toEqual([]);
  expect(reservedEqualsOpen.check({ reserved: 3, open: 2 })).toEqual(["3 reserved, 2 open"]);
});
