import { expect, test } from "vitest";
import { aProduct, aStock } from "../../../tests/builders/products.ts";
import { isHandled, stockListRule } from "./stock-list-rule.ts";

const product = aProduct("MUG");

test.each([
  ["with plenty, in no list", aStock({ available: 10 }), []],
  ["out, in its list", aStock({ available: 0, list: "STOCK#OUT", position: "MUG" }), []],
  ["out, in no list", aStock({ available: 0 }), ["0 available, listed in none instead of STOCK#OUT"]],
  [
    "with plenty, listed as out",
    aStock({ available: 10, list: "STOCK#OUT", position: "MUG" }),
    ["10 available, listed in STOCK#OUT instead of none"],
  ],
  [
    "in another product's place",
    aStock({ available: 0, list: "STOCK#OUT", position: "CUP" }),
    ["0 available, listed in STOCK#OUT instead of STOCK#OUT"],
  ],
])("stock %s", (_, stock, violations) => {
  expect(stockListRule.check({ product, stock })).toEqual(violations);
});

test("stock of an archived product, listed among those on sale: broken", () => {
  const stock = aStock({ available: 0, list: "STOCK#OUT", position: "MUG" });
  expect(stockListRule.check({ product: { ...product, status: "ARCHIVED" }, stock })).toHaveLength(1);
});

test.each([
  ["2026-11-21T05:30:00.000Z", "2026-11-21T05:39:59.000Z", false],
  ["2026-11-21T05:30:00.000Z", "2026-11-21T05:40:01.000Z", true],
])("changed at %s: at %s its events are handled: %s", (updatedAt, now, handled) => {
  expect(isHandled({ product, stock: aStock({ updatedAt }) }, now)).toBe(handled);
  expect(isHandled({ product: { ...product, updatedAt }, stock: aStock() }, now)).toBe(handled);
});
