import { expect, test } from "vitest";
import { aProduct, aStock } from "../../../tests/builders/products.ts";
import { availabilityOf } from "./availability.ts";
import type { Product } from "./product.ts";
import type { Stock } from "./stock.ts";

const expectedAt = "2027-01-15T08:00:00.000Z";

test.each<[string, Partial<Product>, Partial<Stock> | undefined, object]>([
  ["more than the reorder point", {}, { available: 6, reorderPoint: 5 }, { available: 6, status: "in_stock" }],
  ["no reorder point", {}, { available: 1 }, { available: 1, status: "in_stock" }],
  ["at the reorder point", {}, { available: 5, reorderPoint: 5 }, { available: 5, status: "low" }],
  ["nothing", {}, { available: 0, reorderPoint: 5 }, { available: 0, status: "out_of_stock" }],
  ["stock that cannot be read", {}, undefined, { available: 0, status: "out_of_stock" }],
  ["nothing, backorder", { backorder: { limit: 5 } }, { available: 0 }, { available: 0, status: "backorder" }],
  [
    "nothing, backorder with a moment",
    { backorder: { limit: 5, expectedAt } },
    { available: 0 },
    { available: 0, status: "backorder", expectedAt },
  ],
  ["units, backorder", { backorder: { limit: 5, expectedAt } }, { available: 3 }, { available: 3, status: "in_stock" }],
])("%s: %j with %j is %j", (_, product, stock, availability) => {
  expect(availabilityOf(aProduct("MUG", product), stock && aStock(stock))).toEqual(availability);
});
