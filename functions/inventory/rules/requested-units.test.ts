import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aStock, units } from "../../../tests/builders/products.ts";
import { mergeBySku, shortagesOf } from "./requested-units.ts";

describe("mergeBySku", () => {
  const items = fc.array(
    fc.record({ sku: fc.constantFrom("A", "B", "C", "D"), quantity: fc.integer({ min: 1, max: 9 }) }),
  );

  test("each SKU once, with all its units, at its first place", () => {
    fc.assert(
      fc.property(items, (some) => {
        const wanted = some.map(({ sku, quantity }) => units(sku, quantity));
        const merged = mergeBySku(wanted);
        expect(merged.map(({ sku }) => sku)).toEqual([...new Set(wanted.map(({ sku }) => sku))]);
        for (const { sku, quantity } of merged) {
          const asked = wanted.filter((one) => one.sku === sku).map((one) => one.quantity);
          expect(quantity).toBe(asked.reduce((sum, one) => sum + one, 0));
        }
      }),
    );
  });

  test("merging again changes nothing", () => {
    fc.assert(
      fc.property(items, (some) => {
        const merged = mergeBySku(some.map(({ sku, quantity }) => units(sku, quantity)));
        expect(mergeBySku(merged)).toEqual(merged);
      }),
    );
  });
});

describe("shortagesOf", () => {
  const stocks = new Map(
    [aStock({ sku: units("MUG", 1).sku, available: 8 }), aStock({ sku: units("PEN", 1).sku, available: 0 })].map(
      (stock) => [stock.sku, stock],
    ),
  );

  test("lines without enough stock, with what is available", () => {
    expect(shortagesOf([units("MUG", 9), units("PEN", 1)], stocks)).toEqual([
      { sku: "MUG", ordered: 9, available: 8 },
      { sku: "PEN", ordered: 1, available: 0 },
    ]);
  });

  test("the last unit suffices", () => {
    expect(shortagesOf([units("MUG", 8)], stocks)).toEqual([]);
  });

  test("no stock item: 0 available", () => {
    expect(shortagesOf([units("LAMP", 1)], stocks)).toEqual([{ sku: "LAMP", ordered: 1, available: 0 }]);
  });
});
