import { expect, test } from "vitest";
import { aStock } from "../../../tests/builders/products.ts";
import { PRODUCT_STATUSES } from "./product.ts";
import { stockEntry, stockList } from "./stock-lists.ts";

test.each([
  [10, "ACTIVE", undefined],
  [5, "ACTIVE", "STOCK#LOW"],
  [0, "ACTIVE", "STOCK#OUT"],
  [10, "ARCHIVED", undefined],
  [5, "ARCHIVED", "STOCK#LOW#ARCHIVED"],
  [0, "ARCHIVED", "STOCK#OUT#ARCHIVED"],
] as const)("%i available of a product that is %s: in %s, by its SKU", (available, status, list) => {
  const entry = stockEntry(aStock({ available, reorderPoint: 5 }), status);
  expect(entry).toEqual(list === undefined ? {} : { list, position: "MUG" });
});

test("each level and status has a list of its own", () => {
  const lists = PRODUCT_STATUSES.flatMap((status) => [stockList("LOW", status), stockList("DEPLETED", status)]);
  expect(new Set(lists).size).toBe(lists.length);
});
