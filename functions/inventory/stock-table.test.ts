import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aProduct, aStock, units } from "../../tests/builders/products.ts";
import type { Update } from "../platform/table/conditional-write.ts";
import { ProblemError } from "../platform/values/problems.ts";
import { LocationId, MAIN } from "./rules/location.ts";
import {
  type CounterMove,
  holdStock,
  insertStock,
  parseStock,
  releaseStock,
  restockUnits,
  type StockMove,
  setReorderPoint,
  shipStock,
} from "./stock-table.ts";

const key = { pk: "PRODUCT#MUG", sk: "STOCK" };
const BERLIN = LocationId.parse("berlin");

function move(...counters: CounterMove[]): StockMove {
  return { sku: units("MUG", 1).sku, counters, movements: 0, at: "2026-11-28T08:00:00.000Z" };
}

function held(location: LocationId, quantity: number): CounterMove {
  return { location, available: -quantity, reserved: quantity };
}

describe("a new product's stock", () => {
  test("is empty and knows its reorder point", () => {
    const { item } = insertStock(aProduct("MUG", { reorderPoint: 5 }), 0);
    expect(item).toMatchObject({ ...key, type: "stock", version: 1, available: 0, reserved: 0, reorderPoint: 5 });
    expect(parseStock(item)).toMatchObject({ sku: "MUG", available: 0, movements: 0 });
  });

  test("with first units: they are one row of the ledger", () => {
    expect(insertStock(aProduct("MUG"), 7).item).toMatchObject({ available: 7, movements: 1 });
  });

  test("without a reorder point has none", () => {
    expect(insertStock(aProduct("MUG"), 0).item).not.toHaveProperty("reorderPoint");
  });
});

describe("a move", () => {
  test("adds to the counters of its locations, and names no other", () => {
    expect(holdStock(move(held(MAIN, 2), held(BERLIN, 1))).add).toEqual({
      available: -2,
      reserved: 2,
      "available@berlin": -1,
      "reserved@berlin": 1,
    });
    expect(shipStock({ ...move({ location: MAIN, available: 0, reserved: -2 }), movements: 1 }).add).toEqual({
      reserved: -2,
      movements: 1,
    });
  });

  test("is about one stock item", () => {
    for (const write of [holdStock, releaseStock, shipStock, restockUnits])
      expect(write(move(held(MAIN, 2))).key).toEqual(key);
  });

  test("takes from no counter more than it has: one condition for each", () => {
    const counter = fc.record({
      location: fc.constantFrom(MAIN, BERLIN),
      available: fc.integer({ min: -5, max: 5 }),
      reserved: fc.integer({ min: -5, max: 5 }),
    });
    const counters = fc.uniqueArray(counter, { selector: ({ location }) => location });
    fc.assert(
      fc.property(counters, (moves) => {
        const { add = {}, condition } = releaseStock(move(...moves));
        const taken = Object.entries(add).filter(([, amount]) => amount < 0);
        expect(conditionsOf(condition)).toEqual(Object.fromEntries(taken.map(([name, amount]) => [name, -amount])));
      }),
    );
  });
});

/** How many a condition asks of each counter. */
function conditionsOf({ names = {}, values = {} }: Update["condition"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(names).map(([placeholder, name]) => [name, values[placeholder.replace("#counter", ":quantity")]]),
  );
}

describe("a refusal", () => {
  test("of more than are available says what was wanted", () => {
    expect(holdStock(move(held(MAIN, 2), held(BERLIN, 1))).conflictError(aStock({ available: 2 }))).toMatchObject({
      code: "out_of_stock",
      message: "Fewer than 3 units of MUG are available.",
    });
  });

  test.each([releaseStock, shipStock, restockUnits])(
    "of what an order's version has decided is our own mistake, and no problem",
    (write) => {
      const error = write(move({ location: MAIN, available: 3, reserved: -3 })).conflictError(aStock({ reserved: 2 }));
      expect(error).not.toBeInstanceOf(ProblemError);
      expect(error.message).toMatch(/the stock of MUG should move by .*"reserved":-3/);
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
