import { describe, expect, test } from "vitest";
import { aProduct, units } from "../../../tests/builders/products.ts";
import type { Product } from "../../inventory/rules/product.ts";
import { type RequestedItem, requestedLines, requireOneCurrency } from "./requested-lines.ts";

function lines(items: readonly RequestedItem[], products: readonly Product[]) {
  return requestedLines(items, new Map(products.map((product) => [product.sku, product])));
}

describe("requestedLines", () => {
  test("name, price and tax rate are copied from the product; items of one product become one line", () => {
    const product = aProduct("MUG", { name: "Blue mug", price: { amount: 5, currency: "JPY" }, taxRate: 1_000 });
    expect(lines([units("MUG", 2), units("MUG", 3)], [product])).toEqual({
      currency: "JPY",
      lines: [
        {
          sku: "MUG",
          name: "Blue mug",
          quantity: 5,
          added: 0,
          unitPrice: 5,
          taxRate: 1_000,
          cancelled: 0,
          shipped: 0,
          delivered: 0,
          undelivered: 0,
          returned: 0,
          backordered: 0,
          elsewhere: [],
        },
      ],
    });
  });

  test("a price and a tax rate of the request count instead of the product's, 0 too", () => {
    const own = { ...units("MUG", 1), unitPrice: { amount: 0, currency: "EUR" }, taxRate: 0 };
    expect(lines([own], [aProduct("MUG")]).lines).toMatchObject([{ unitPrice: 0, taxRate: 0 }]);
  });

  test("all prices are the request's: its currency is the order's", () => {
    const own = { ...units("MUG", 1), unitPrice: { amount: 100, currency: "USD" } };
    expect(lines([own], [aProduct("MUG")]).currency).toBe("USD");
    expect(() => lines([own, units("PEN", 1)], [aProduct("MUG"), aProduct("PEN")])).toThrow(
      expect.objectContaining({ code: "mixed_currencies", message: expect.stringContaining("USD and EUR") }),
    );
  });

  test.each([
    ["price", { unitPrice: { amount: 1, currency: "EUR" } }],
    ["tax rate", { taxRate: 700 }],
  ])("items of one product with another %s: refused, each is named", (_, other) => {
    const items = [units("PEN", 1), units("MUG", 1), { ...units("MUG", 1), ...other }];
    expect(() => lines(items, [aProduct("MUG"), aProduct("PEN")])).toThrow(
      expect.objectContaining({
        code: "several_prices",
        errors: [{ path: "items.2", message: "has another price or tax rate than MUG has above" }],
      }),
    );
  });

  test.each([
    ["does not exist", []],
    ["is archived", [aProduct("PEN", { status: "ARCHIVED" })]],
  ])("refuses a product that %s, naming it", (why, others) => {
    expect(() => lines([units("MUG", 1), units("PEN", 1)], [aProduct("MUG"), ...others])).toThrow(
      expect.objectContaining({
        code: "unknown_product",
        message: `These products cannot be ordered: PEN ${why}. Take them out.`,
      }),
    );
  });

  test("products that cannot be ordered: each is named at every place in the request", () => {
    const wanted = [units("CUP", 1), units("MUG", 1), units("PEN", 1), units("CUP", 2)];
    const products = [aProduct("MUG"), aProduct("PEN", { status: "ARCHIVED" })];

    expect(() => lines(wanted, products)).toThrow(
      expect.objectContaining({
        message: "These products cannot be ordered: CUP does not exist; PEN is archived. Take them out.",
        errors: [
          { path: "items.0.sku", message: "CUP does not exist" },
          { path: "items.2.sku", message: "PEN is archived" },
          { path: "items.3.sku", message: "CUP does not exist" },
        ],
      }),
    );
  });
});

describe("requireOneCurrency", () => {
  test("one, however often", () => {
    expect(requireOneCurrency(["EUR", "EUR"])).toBe("EUR");
  });

  test("several: refused, all are named", () => {
    expect(() => requireOneCurrency(["EUR", "USD", "JPY"])).toThrow("The order's prices are in EUR and USD and JPY.");
  });
});
