import { expect, test } from "vitest";
import { aProduct } from "../../../tests/builders/products.ts";
import { applyChanges, type ProductChanges, type ProductFields, replacingAll } from "./product-changes.ts";

const NOW = "2026-11-21T05:30:00.000Z";
const mug = aProduct("MUG", { description: "Blue", reorderPoint: 5 });

test("changed field: it is in the next version, the others are kept", () => {
  const price = { amount: 1_390, currency: "EUR" };
  expect(applyChanges(mug, { price }, NOW)).toEqual({ ...mug, price, version: 2, updatedAt: NOW });
});

test("null: description and reorder point are removed", () => {
  const { description: _, reorderPoint: __, ...cleared } = mug;
  expect(applyChanges(mug, { description: null, reorderPoint: null }, NOW)).toStrictEqual({
    ...cleared,
    version: 2,
    updatedAt: NOW,
  });
});

test("all fields replaced: what is left out is cleared, the status stays", () => {
  const stored = aProduct("MUG", {
    description: "Blue",
    reorderPoint: 5,
    weight: 340,
    barcode: "4006381333931",
    backorder: { limit: 5 },
    metadata: { shelf: "7b" },
    status: "ARCHIVED",
  });
  const { name, price, sku, fingerprint, createdAt } = stored;
  expect(applyChanges(stored, replacingAll({ name, price }), NOW)).toStrictEqual({
    ...{ name, price, sku, fingerprint, createdAt },
    taxRate: 0,
    status: "ARCHIVED",
    version: 2,
    updatedAt: NOW,
  });
});

test("all fields replaced by the same: same product, no new version", () => {
  const fields: ProductFields = {
    name: "Mug",
    price: { amount: 1, currency: "EUR" },
    taxRate: 700,
    backorder: { limit: 5, expectedAt: NOW },
    metadata: { b: "2", a: "1" },
  };
  const stored = applyChanges(mug, replacingAll(fields), NOW);
  const again = { ...fields, metadata: { a: "1", b: "2" }, backorder: { expectedAt: NOW, limit: 5 } };
  expect(applyChanges(stored, replacingAll(again), NOW)).toBe(stored);
});

test.each<ProductChanges>([
  {},
  { name: mug.name },
  { price: { ...mug.price } },
  { status: "ACTIVE" },
  { description: "Blue", reorderPoint: 5 },
])("values that are already stored, %j: same product, no new version", (changes) => {
  expect(applyChanges(mug, changes, NOW)).toBe(mug);
});

test("cleared field that was never set: same product, no new version", () => {
  const plain = aProduct("MUG");
  expect(applyChanges(plain, { description: null, reorderPoint: null }, NOW)).toBe(plain);
});
