import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aProduct, aStock, units } from "../../tests/builders/products.ts";
import type { Update } from "../platform/table/conditional-write.ts";
import { ProblemError } from "../platform/values/problems.ts";
import {
  applyAdjustment,
  holdStock,
  insertStock,
  parseStock,
  releaseStock,
  setReorderPoint,
  shipStock,
} from "./stock-table.ts";

const key = { pk: "PRODUCT#MUG", sk: "STOCK" };
const quantity = fc.integer({ min: 1, max: 100_000 });

/** What these writes together add to each counter. */
function sumOf(...writes: Update[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const { add = {} } of writes) {
    for (const [name, value] of Object.entries(add)) sum[name] = (sum[name] ?? 0) + value;
  }
  return sum;
}

test("a new product's stock is empty and knows its reorder point", () => {
  const { item } = insertStock(aProduct("MUG", { reorderPoint: 5 }));
  expect(item).toMatchObject({ ...key, type: "stock", version: 1, available: 0, reserved: 0, reorderPoint: 5 });
  expect(parseStock(item)).toMatchObject({ sku: "MUG", available: 0 });
});

test("a product without a reorder point has stock without one", () => {
  expect(insertStock(aProduct("MUG")).item).not.toHaveProperty("reorderPoint");
});

describe("units", () => {
  test("that are held and released leave everything as it was", () => {
    fc.assert(
      fc.property(quantity, (count) => {
        expect(sumOf(holdStock(units("MUG", count)), releaseStock(units("MUG", count)))).toEqual({
          available: 0,
          reserved: 0,
        });
      }),
    );
  });

  test("that are held and shipped are gone, and nothing stays reserved", () => {
    fc.assert(
      fc.property(quantity, (count) => {
        expect(sumOf(holdStock(units("MUG", count)), shipStock(units("MUG", count)))).toMatchObject({
          available: -count,
          reserved: 0,
          shipped: count,
        });
      }),
    );
  });

  test("move within the product's own stock item", () => {
    for (const move of [holdStock, releaseStock, shipStock, applyAdjustment])
      expect(move(units("MUG", 2)).key).toEqual(key);
  });
});

describe("a condition", () => {
  test("keeps what is available from going below zero", () => {
    expect(holdStock(units("MUG", 3)).condition).toEqual({
      expression: "#counter >= :quantity",
      names: { "#counter": "available" },
      values: { ":quantity": 3 },
    });
    expect(applyAdjustment(units("MUG", -3)).condition.values).toEqual({ ":quantity": 3 });
  });

  test("lets any delivery in, to stock that exists", () => {
    expect(applyAdjustment(units("MUG", 3)).condition.values).toEqual({ ":quantity": 0 });
  });

  test.each([releaseStock, shipStock])("keeps what is reserved from going below zero", (move) => {
    expect(move(units("MUG", 3)).condition).toMatchObject({
      names: { "#counter": "reserved" },
      values: { ":quantity": 3 },
    });
  });
});

describe("a refusal", () => {
  test("of a hold is out_of_stock, naming the product", () => {
    expect(holdStock(units("MUG", 3)).conflictError(aStock({ available: 2 }))).toMatchObject({
      code: "out_of_stock",
      message: "Fewer than 3 units of MUG are available.",
    });
  });

  test("of an adjustment says how much there is", () => {
    expect(applyAdjustment(units("MUG", -3)).conflictError(aStock({ available: 2 }))).toMatchObject({
      code: "insufficient_stock",
      message: "3 units of MUG cannot be taken: 2 are available.",
    });
  });

  test("of an adjustment of nothing is 404", () => {
    expect(applyAdjustment(units("MUG", 3)).conflictError(undefined)).toMatchObject({ code: "not_found" });
  });

  test.each([releaseStock, shipStock])(
    "of what an order's version has decided is our own mistake, and no problem",
    (move) => {
      const error = move(units("MUG", 3)).conflictError(aStock({ reserved: 2 }));
      expect(error).not.toBeInstanceOf(ProblemError);
      expect(error.message).toMatch(/3 units of MUG should be reserved, and 2 are/);
    },
  );
});

test("a product's new reorder point is copied to stock that exists", () => {
  const write = setReorderPoint(aProduct("MUG", { reorderPoint: 7 }));
  expect(write).toMatchObject({ key, set: { reorderPoint: 7 }, condition: { expression: "attribute_exists(pk)" } });
});

test("a product's cleared reorder point is removed from its stock", () => {
  const { reorderPoint: _, ...cleared } = aProduct("MUG", { reorderPoint: 7 });
  const write = setReorderPoint(cleared);
  expect(write).toMatchObject({ key, remove: ["reorderPoint"] });
  expect(write).not.toHaveProperty("set");
});
