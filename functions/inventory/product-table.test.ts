import { expect, test } from "vitest";
import { aProduct } from "../../tests/builders/products.ts";
import { insertProduct, parseProduct, productList, replaceProduct } from "./product-table.ts";

test("active product: listed by its SKU", () => {
  expect(insertProduct(aProduct("MUG")).item).toMatchObject({
    pk: "PRODUCT#MUG",
    sk: "PRODUCT",
    type: "product",
    list: "PRODUCTS",
    position: "MUG",
  });
});

test("archived product: moves to the list of archived products", () => {
  const stored = parseProduct(insertProduct(aProduct("MUG")).item);
  const { item } = replaceProduct({ ...stored, status: "ARCHIVED" });
  expect(item.list).toBe(productList("ARCHIVED"));
  expect(productList("ARCHIVED")).not.toBe(productList("ACTIVE"));
});

test("SKU that is taken: product_exists", () => {
  const { condition, conflictError } = insertProduct(aProduct("MUG"));
  expect(condition.expression).toBe("attribute_not_exists(pk)");
  expect(conflictError(undefined)).toMatchObject({ code: "product_exists" });
});

test("another stored version: version_mismatch", () => {
  const { condition, conflictError } = replaceProduct(aProduct("MUG", { version: 4 }));
  expect(condition.values).toEqual({ ":version": 3 });
  expect(conflictError(undefined)).toMatchObject({ code: "version_mismatch" });
});
