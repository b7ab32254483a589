import { expect, test } from "vitest";
import { catalogue } from "../../../events/catalogue.ts";
import { aProduct } from "../../../tests/builders/products.ts";
import { Product } from "./product.ts";
import { productEvents } from "./product-events.ts";

const NOW = "2026-11-21T05:30:00.000Z";

function typesBetween(before: Partial<Product>, after: Partial<Product>): string[] {
  return productEvents(aProduct("MUG", before), aProduct("MUG", { ...after, version: 2, updatedAt: NOW })).map(
    ({ type }) => type,
  );
}

test("first version: ProductCreated, with what it costs and whether it is on sale", () => {
  const { sku, name, price } = aProduct("MUG");
  expect(productEvents(undefined, aProduct("MUG", { status: "ARCHIVED" }))).toEqual([
    { type: "ProductCreated", data: { sku, name, price, status: "ARCHIVED" } },
  ]);
});

/** Another value of each field that a change may set. */
const CHANGED: Readonly<Record<string, Partial<Product>>> = {
  name: { name: "Cup" },
  description: { description: "Blue" },
  price: { price: { amount: 1, currency: "EUR" } },
  taxRate: { taxRate: 700 },
  reorderPoint: { reorderPoint: 5 },
  weight: { weight: 300 },
  barcode: { barcode: "4006381333931" },
  backorder: { backorder: { limit: 5 } },
  metadata: { metadata: { shelf: "7b" } },
};

test.each(Object.entries(CHANGED))("another %s: ProductChanged, with the new values", (_, changed) => {
  const after = aProduct("MUG", { ...changed, version: 2, updatedAt: NOW });
  const { sku, name, price, status } = after;
  expect(productEvents(aProduct("MUG"), after)).toEqual([
    { type: "ProductChanged", data: { sku, name, price, status } },
  ]);
});

test("every field of a product is among those", () => {
  const others = ["version", "createdAt", "updatedAt", "sku", "status", "fingerprint"];
  expect([...Object.keys(CHANGED), ...others].toSorted()).toEqual(Object.keys(Product.shape).toSorted());
});

test.each<[string, Partial<Product>, Partial<Product>, string[]]>([
  ["archived", {}, { status: "ARCHIVED" }, ["ProductArchived"]],
  ["restored", { status: "ARCHIVED" }, {}, ["ProductRestored"]],
  ["restored with another name", { status: "ARCHIVED" }, { name: "Cup" }, ["ProductChanged", "ProductRestored"]],
  ["a version with nothing new", {}, {}, []],
])("%s: %j to %j is %j", (_, before, after, types) => {
  expect(typesBetween(before, after)).toEqual(types);
});

test("all of them are told as the catalogue has them", () => {
  const versions = [undefined, aProduct("MUG"), aProduct("MUG", { name: "Cup", status: "ARCHIVED" }), aProduct("MUG")];
  const events = versions.slice(1).flatMap((after, index) => (after ? productEvents(versions[index], after) : []));
  expect(events.map(({ type }) => type)).toHaveLength(5);
  for (const { type, data } of events) expect(catalogue[type].data.safeParse(data).error, type).toBeUndefined();
});
