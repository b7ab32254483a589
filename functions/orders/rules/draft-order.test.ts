import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anOrderRequest, aPendingOrder, at, changed, PLACED_AT } from "../../../tests/builders/orders.ts";
import { aProduct, aStock, units } from "../../../tests/builders/products.ts";
import type { Product, Sku } from "../../inventory/rules/product.ts";
import type { Units } from "../../inventory/rules/stock.ts";
import { MAX_AMOUNT } from "../../platform/values/money.ts";
import { draftOrder, firstVersionOf, mergeBySku, shortagesOf } from "./draft-order.ts";
import { attemptOf } from "./instructions.ts";
import { Order } from "./order.ts";
import { attemptKey } from "./order-transitions.ts";
import { orderTotal } from "./total.ts";

function draft(wanted: readonly Units[], products: readonly Product[]) {
  return draftOrder(anOrderRequest({ items: wanted }), bySku(products), changed(0));
}

function bySku<Thing extends { readonly sku: Sku }>(things: readonly Thing[]): Map<Sku, Thing> {
  return new Map(things.map((thing) => [thing.sku, thing]));
}

describe("mergeBySku", () => {
  const items = fc.array(
    fc.record({ sku: fc.constantFrom("A", "B", "C", "D"), quantity: fc.integer({ min: 1, max: 9 }) }),
  );

  test("each SKU once, with all its units, at its first place", () => {
    fc.assert(
      fc.property(items, (some) => {
        const wanted = some.map(({ sku, quantity }) => units(sku, quantity));
        const merged = mergeBySku(wanted);
        expect(merged.map(({ sku }) => sku)).toEqual([...new Set(wanted.map(({ sku }) => sku))]);
        for (const { sku, quantity } of merged) {
          const asked = wanted.filter((one) => one.sku === sku).map((one) => one.quantity);
          expect(quantity).toBe(asked.reduce((sum, one) => sum + one, 0));
        }
      }),
    );
  });

  test("merging again changes nothing", () => {
    fc.assert(
      fc.property(items, (some) => {
        const merged = mergeBySku(some.map(({ sku, quantity }) => units(sku, quantity)));
        expect(mergeBySku(merged)).toEqual(merged);
      }),
    );
  });
});

describe("draftOrder", () => {
  test("draft: PENDING, with AUTHORIZE claimed", () => {
    const order = draft([units("MUG", 2)], [aProduct("MUG")]);
    expect(order).toMatchObject({
      version: 1,
      status: "PENDING",
      createdAt: PLACED_AT,
      updatedAt: PLACED_AT,
      shipments: [],
      history: [],
      pending: { effect: "AUTHORIZE", attempt: 1, dueAt: "2026-11-21T05:30:30.000Z", tries: 0 },
      payment: { provider: "sandbox", instructions: [] },
    });
    expect(order.payment.attempts).toEqual([
      {
        id: 1,
        method: "pm_sandbox_ok",
        status: "REQUESTED",
        amount: 2_580,
        askUntil: "2026-11-21T05:45:00.000Z",
        tries: 0,
        refundedElsewhere: 0,
      },
    ]);
  });

  test("name, price and tax rate are copied from the product", () => {
    const product = aProduct("MUG", { name: "Blue mug", price: { amount: 1_290, currency: "EUR" }, taxRate: 1_900 });
    const [line] = draft([units("MUG", 2)], [product]).lines;
    expect(line).toEqual({
      sku: "MUG",
      name: "Blue mug",
      quantity: 2,
      unitPrice: 1_290,
      taxRate: 1_900,
      cancelled: 0,
      shipped: 0,
      delivered: 0,
    });
  });

  test("the payment is for the total", () => {
    const order = draft([units("MUG", 2), units("PEN", 3)], [aProduct("MUG"), aProduct("PEN")]);
    expect(orderTotal(order)).toEqual({ amount: 6_450, currency: "EUR" });
    expect(attemptOf(order, 1).amount).toBe(6_450);
  });

  test("the currency is that of the products", () => {
    const product = aProduct("MUG", { price: { amount: 5, currency: "JPY" } });
    expect(orderTotal(draft([units("MUG", 2)], [product]))).toEqual({ amount: 10, currency: "JPY" });
  });

  test("same request: same attempt, so that a racing duplicate uses the same provider key", () => {
    const key = () => {
      const order = draft([units("MUG", 1)], [aProduct("MUG")]);
      return attemptKey(order, attemptOf(order, order.pending?.attempt));
    };
    expect(key()).toBe(key());
  });

  const line = fc.record({
    amount: fc.integer({ min: 1, max: 100_000 }),
    quantity: fc.integer({ min: 1, max: 333 }),
    taxRate: fc.integer({ min: 0, max: 10_000 }),
  });

  test("exact arithmetic: the total is the sum of the lines, and so is the attempt", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (some) => {
        const total = some.reduce((sum, { amount, quantity }) => sum + BigInt(amount) * BigInt(quantity), 0n);

        const order = draft(
          some.map(({ quantity }, index) => units(`SKU-${index}`, quantity)),
          some.map(({ amount, taxRate }, index) =>
            aProduct(`SKU-${index}`, { price: { amount, currency: "EUR" }, taxRate }),
          ),
        );

        expect(BigInt(orderTotal(order).amount)).toBe(total);
        expect(BigInt(attemptOf(order, 1).amount)).toBe(total);
        expect(Order.parse(structuredClone(order))).toEqual(order);
      }),
    );
  });

  test("maximum total: accepted; one minor unit more: refused", () => {
    const half = { amount: MAX_AMOUNT / 2, currency: "EUR" };
    const more = { amount: MAX_AMOUNT / 2 + 1, currency: "EUR" };
    const wanted = [units("MUG", 1), units("PEN", 1)];
    const order = draft(wanted, [aProduct("MUG", { price: half }), aProduct("PEN", { price: half })]);
    expect(orderTotal(order).amount).toBe(MAX_AMOUNT);
    expect(() => draft(wanted, [aProduct("MUG", { price: half }), aProduct("PEN", { price: more })])).toThrow(
      expect.objectContaining({ code: "total_too_large", problem: expect.objectContaining({ status: 422 }) }),
    );
  });

  test("one line above the maximum total: refused", () => {
    const product = aProduct("MUG", { price: { amount: MAX_AMOUNT, currency: "EUR" } });
    expect(() => draft([units("MUG", 100_000)], [product])).toThrow(
      expect.objectContaining({ code: "total_too_large" }),
    );
  });

  test("two currencies: refused, both are named", () => {
    const products = [aProduct("MUG"), aProduct("PEN", { price: { amount: 100, currency: "USD" } })];
    expect(() => draft([units("MUG", 1), units("PEN", 1)], products)).toThrow(
      expect.objectContaining({ code: "mixed_currencies", message: expect.stringContaining("EUR and USD") }),
    );
  });

  test.each([
    ["does not exist", []],
    ["is archived", [aProduct("PEN", { status: "ARCHIVED" })]],
  ])("refuses a product that %s, naming it", (why, others) => {
    expect(() => draft([units("MUG", 1), units("PEN", 1)], [aProduct("MUG"), ...others])).toThrow(
      expect.objectContaining({
        code: "unknown_product",
        message: `These products cannot be ordered: PEN ${why}. Take them out of the order.`,
      }),
    );
  });

  test("products that cannot be ordered: each is named at every place in the request", () => {
    const wanted = [units("CUP", 1), units("MUG", 1), units("PEN", 1), units("CUP", 2)];
    const products = [aProduct("MUG"), aProduct("PEN", { status: "ARCHIVED" })];

    expect(() => draft(wanted, products)).toThrow(
      expect.objectContaining({
        message: "These products cannot be ordered: CUP does not exist; PEN is archived. Take them out of the order.",
        errors: [
          { path: "items.0.sku", message: "CUP does not exist" },
          { path: "items.2.sku", message: "PEN is archived" },
          { path: "items.3.sku", message: "CUP does not exist" },
        ],
      }),
    );
  });
});

describe("firstVersionOf", () => {
  const stocks = (mugs: number, pens: number) =>
    bySku([
      aStock({ sku: units("MUG", 1).sku, available: mugs }),
      aStock({ sku: units("PEN", 1).sku, available: pens }),
    ]);

  test("the stock suffices: the draft, which tells nothing yet", () => {
    expect(firstVersionOf(aPendingOrder(), stocks(2, 1), changed(0))).toEqual(aPendingOrder());
  });

  test("a line is short: version 1 is FAILED, with its history", () => {
    const order = firstVersionOf(aPendingOrder(), stocks(1, 1), changed(0, "customer:alice"));
    expect(order).toMatchObject({
      version: 1,
      updatedAt: at(0),
      status: "FAILED",
      failure: { reason: "OUT_OF_STOCK", shortages: [{ sku: "MUG", ordered: 2, available: 1 }] },
      payment: { attempts: [{ status: "CLOSED" }], instructions: [] },
      history: [{ type: "OrderFailed", after: 0, by: "customer" }],
    });
    expect(order).not.toHaveProperty("pending");
  });
});

describe("shortagesOf", () => {
  const stocks = bySku([
    aStock({ sku: units("MUG", 1).sku, available: 8 }),
    aStock({ sku: units("PEN", 1).sku, available: 0 }),
  ]);

  test("lines without enough stock, with what is available", () => {
    expect(shortagesOf([units("MUG", 9), units("PEN", 1)], stocks)).toEqual([
      { sku: "MUG", ordered: 9, available: 8 },
      { sku: "PEN", ordered: 1, available: 0 },
    ]);
  });

  test("the last unit suffices", () => {
    expect(shortagesOf([units("MUG", 8)], stocks)).toEqual([]);
  });

  test("no stock item: 0 available", () => {
    expect(shortagesOf([units("LAMP", 1)], stocks)).toEqual([{ sku: "LAMP", ordered: 1, available: 0 }]);
  });
});
