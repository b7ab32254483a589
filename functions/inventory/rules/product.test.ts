import { describe, expect, test } from "vitest";
import { aProduct } from "../../../tests/builders/products.ts";
import { testEveryTransition } from "../../../tests/builders/transitions.ts";
import { withUnknownAttributes } from "../../../tests/builders/unknown-attributes.ts";
import { PRODUCT_STATUSES, Product, productStates, Sku } from "./product.ts";

describe("states", () => {
  testEveryTransition(productStates, { ACTIVE: ["ARCHIVED"], ARCHIVED: ["ACTIVE"] });

  test("the stored statuses are the machine's states", () => {
    expect([...PRODUCT_STATUSES].sort()).toEqual(Object.keys(productStates.transitions).sort());
  });
});

test("a product is read, and kept whole, with whatever a later version of the code has added to any part of it", () => {
  const later = withUnknownAttributes(aProduct("MUG", { reorderPoint: 5, description: "Blue" }));
  expect(Product.parse(later)).toEqual(later);
});

test.each(["A", "0", "MUG-BLUE-350", "A.B_C-1", "A".repeat(64)])("%s is a SKU", (text) => {
  expect(Sku.safeParse(text).success).toBe(true);
});

test.each(["", "mug", "-MUG", ".MUG", "MUG#1", "MUG 1", "MÜG", "MUG\n", "A".repeat(65)])("%j is no SKU", (text) => {
  expect(Sku.safeParse(text).success).toBe(false);
});
