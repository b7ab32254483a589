import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aStockAt, aSupplyOfTwo } from "../../../tests/builders/locations.ts";
import { anOrderRequest, aPendingOrder, at, changed, FAILS, PLACED_AT } from "../../../tests/builders/orders.ts";
import { aProduct, aStock, aSupply, units } from "../../../tests/builders/products.ts";
import type { Supply } from "../../inventory/rules/allocate.ts";
import { MAIN } from "../../inventory/rules/location.ts";
import type { Product, Sku } from "../../inventory/rules/product.ts";
import type { Units } from "../../inventory/rules/stock.ts";
import { MAX_AMOUNT } from "../../platform/values/money.ts";
import { draftOrder, type OrderRequest } from "./draft-order.ts";
import { firstVersionOf, type ShortageRules } from "./first-version.ts";
import { attemptOf } from "./instructions.ts";
import { allocationsOf, lineStatus } from "./line.ts";
import { Order } from "./order.ts";
import { attemptKey } from "./order-transitions.ts";
import { orderTotal } from "./total.ts";

function draft(wanted: readonly Units[], products: readonly Product[]) {
  return draftOrder(anOrderRequest({ items: wanted }), bySku(products), changed(0));
}

function bySku<Thing extends { readonly sku: Sku }>(things: readonly Thing[]): Map<Sku, Thing> {
  return new Map(things.map((thing) => [thing.sku, thing]));
}

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
        externalRefunds: [],
        disputes: [],
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
      added: 0,
      unitPrice: 1_290,
      taxRate: 1_900,
      cancelled: 0,
      shipped: 0,
      delivered: 0,
      undelivered: 0,
      returned: 0,
      backordered: 0,
      elsewhere: [],
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
});

describe("what a request may name", () => {
  const from = (changes: Partial<OrderRequest>) => aPendingOrder({ items: [units("MUG", 2)], ...changes });
  const euros = (amount: number) => ({ amount, currency: "EUR" });

  test("nothing: the order has none of it", () => {
    const order = from({});
    for (const name of ["billingAddress", "email", "reference", "metadata", "placedBy", "holdUntil"])
      expect(order).not.toHaveProperty(name);
    expect(order).toMatchObject({ charges: [], discounts: [] });
  });

  test("who placed it, contact, reference and metadata are kept", () => {
    const named = {
      placedBy: "staff:sam",
      billingAddress: anOrderRequest().shippingAddress,
      email: "alice@example.com",
      reference: "PO-7",
      metadata: { channel: "phone" },
    };
    expect(from(named)).toMatchObject(named);
  });

  test("the policy is copied; a hold begins when the order is placed", () => {
    const policy = {
      captureAt: "placement",
      customerMayCancelUntil: "SHIPPED",
      paymentHoldSeconds: 3_600,
      returnWithinDays: 14,
    } as const;
    expect(from({ policy })).toMatchObject({ ...policy, holdUntil: at(3_600) });
  });

  test("charges and discounts are part of the total, and of what is authorized", () => {
    const order = from({
      charges: [{ kind: "shipping", name: "Express", amount: euros(990), taxRate: 1_900 }],
      discounts: [{ name: "Autumn", amount: euros(580) }],
    });
    expect(order.charges).toEqual([{ kind: "shipping", name: "Express", amount: 990, taxRate: 1_900 }]);
    expect(order.discounts).toEqual([{ name: "Autumn", amount: 580 }]);
    expect(orderTotal(order).amount).toBe(2_580 + 990 - 580);
    expect(attemptOf(order, 1).amount).toBe(2_990);
  });

  test("a charge without a tax rate is not taxed", () => {
    expect(from({ charges: [{ kind: "fee", name: "Gift wrap", amount: euros(100) }] }).charges).toMatchObject([
      { taxRate: 0 },
    ]);
  });

  test("a charge or discount in another currency: refused", () => {
    const dollars = { amount: 1, currency: "USD" };
    for (const other of [
      { charges: [{ kind: "shipping" as const, name: "Express", amount: dollars }] },
      { discounts: [{ name: "Autumn", amount: dollars }] },
    ])
      expect(() => from(other)).toThrow(expect.objectContaining({ code: "mixed_currencies" }));
  });

  test("discounts above the sum of the lines: refused", () => {
    expect(() => from({ discounts: [{ name: "Autumn", amount: euros(2_581) }] })).toThrow(
      expect.objectContaining({ code: "discount_too_large" }),
    );
  });

  describe("shipping rates", () => {
    const shippingRates = { EUR: { name: "Standard", amount: 490, taxRate: 1_900, freeFrom: 2_580 } };

    test("below the limit, after discounts: the rate is charged", () => {
      const order = from({ shippingRates, discounts: [{ name: "Autumn", amount: euros(1) }] });
      expect(order.charges).toEqual([{ kind: "shipping", name: "Standard", amount: 490, taxRate: 1_900 }]);
    });

    test("from the limit on: free", () => {
      expect(from({ shippingRates }).charges).toEqual([]);
    });

    test("named charges count instead, also none", () => {
      expect(from({ items: [units("MUG", 1)], shippingRates, charges: [] }).charges).toEqual([]);
      expect(from({ items: [units("MUG", 1)], shippingRates }).charges).toHaveLength(1);
    });
  });

  describe("expectedTotal", () => {
    test("the total: accepted", () => {
      expect(from({ expectedTotal: euros(2_580) }).status).toBe("PENDING");
    });

    test.each([euros(2_579), { amount: 2_580, currency: "USD" }])(
      "another one: refused, the total is named: %j",
      (expected) => {
        expect(() => from({ expectedTotal: expected })).toThrow(
          expect.objectContaining({
            code: "price_changed",
            message: expect.stringContaining("25.80 EUR"),
            errors: [{ path: "expectedTotal", message: "must be 2580 EUR" }],
          }),
        );
      },
    );
  });

  test("a saved method: the attempt keeps whose it is, and that they are not there", () => {
    const paidWith = { method: "pm_1", customer: "cus_1", offSession: true };
    expect(attemptOf(from({ paidWith }), 1)).toMatchObject(paidWith);
  });

  test("it costs nothing: nobody is asked for money", () => {
    const order = from({ discounts: [{ name: "All of it", amount: euros(2_580) }] });
    expect(order.payment.attempts).toEqual([]);
    expect(order).not.toHaveProperty("pending");
  });

  test("paid by hand: nobody is asked for money", () => {
    const order = from({ paidByHand: true });
    expect(order.payment.attempts).toEqual([]);
    expect(order).not.toHaveProperty("pending");
  });
});

describe("firstVersionOf", () => {
  const stocks = (mugs: number, pens: number) =>
    aSupply([
      aStock({ sku: units("MUG", 1).sku, available: mugs }),
      aStock({ sku: units("PEN", 1).sku, available: pens }),
    ]);

  test("the stock suffices: the draft, which tells nothing yet", () => {
    expect(firstVersionOf(aPendingOrder(), stocks(2, 1), FAILS, changed(0))).toEqual(aPendingOrder());
  });

  test("a line is short: version 1 is FAILED, with its history", () => {
    const order = firstVersionOf(aPendingOrder(), stocks(1, 1), FAILS, changed(0, "customer:alice"));
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

  describe("without the lines that are short", () => {
    const version = (mugs: number, pens: number, changes: Partial<OrderRequest> = {}) =>
      firstVersionOf(aPendingOrder(changes), stocks(mugs, pens), { ...FAILS, onShortage: "cancelLine" }, changed(0));

    test("they are CANCELLED, the order goes on, and is authorized for the rest", () => {
      const order = version(1, 1);
      expect(order.lines.map(lineStatus)).toEqual(["CANCELLED", "RESERVED"]);
      expect(order).toMatchObject({ version: 1, status: "PENDING", pending: { effect: "AUTHORIZE", attempt: 1 } });
      expect(order.payment.attempts).toMatchObject([{ amount: 1_290, method: "pm_sandbox_ok", status: "REQUESTED" }]);
    });

    test("paid with a saved method: the rest is, too", () => {
      const paidWith = { method: "pm_1", customer: "cus_1", offSession: true };
      expect(version(1, 1, { paidWith }).payment.attempts).toMatchObject([{ amount: 1_290, ...paidWith }]);
    });

    test("every line is short: the order fails", () => {
      expect(version(0, 0)).toMatchObject({ status: "FAILED", failure: { reason: "OUT_OF_STOCK" } });
    });

    test("what is left costs nothing: CONFIRMED at once, SHIP is claimed", () => {
      const free = { discounts: [{ name: "Autumn", amount: { amount: 3_870, currency: "EUR" } }] };
      expect(version(1, 1, free)).toMatchObject({
        status: "CONFIRMED",
        payment: { attempts: [] },
        pending: { effect: "SHIP" },
        history: [{ type: "OrderPlaced" }],
      });
    });
  });

  describe("of a shop with two locations", () => {
    const supply = (mugs: readonly [number, number], pens: readonly [number, number]) =>
      aSupplyOfTwo([
        aStockAt("MUG", { main: mugs[0], berlin: mugs[1] }),
        aStockAt("PEN", { main: pens[0], berlin: pens[1] }),
      ]);
    /** Where the two mugs and the pen are held, as texts such as `2 of MUG at main`. */
    const heldIn = (order: Order) =>
      order.lines.flatMap((line) =>
        allocationsOf(line).map(({ location, quantity }) => `${quantity} of ${line.sku} at ${location}`),
      );
    const placed = (known: Supply, onShortage: ShortageRules["onShortage"] = "fail") =>
      firstVersionOf(aPendingOrder(), known, { ...FAILS, onShortage }, changed(0));

    test("one has all of it: held there", () => {
      expect(heldIn(placed(supply([9, 2], [0, 1])))).toEqual(["2 of MUG at berlin", "1 of PEN at berlin"]);
    });

    test("none has all of it: held at both, one unit in one place", () => {
      const order = placed(supply([1, 5], [1, 0]));
      expect(heldIn(order)).toEqual(["1 of MUG at main", "1 of MUG at berlin", "1 of PEN at main"]);
      expect(Order.parse(structuredClone(order))).toEqual(order);
    });

    test("all of it at main: the line says nothing of locations", () => {
      expect(placed(supply([2, 2], [1, 1])).lines).toMatchObject([{ elsewhere: [] }, { elsewhere: [] }]);
    });

    test("fewer than ordered at both together: FAILED with their sum", () => {
      expect(placed(supply([1, 0], [1, 0])).failure).toMatchObject({
        shortages: [{ sku: "MUG", ordered: 2, available: 1 }],
      });
    });

    test("without the lines that are short: the others are served from one location where it has them all", () => {
      const order = placed(supply([1, 0], [1, 5]), "cancelLine");
      expect(heldIn(order)).toEqual(["1 of PEN at main"]);
      expect(order.lines.map(lineStatus)).toEqual(["CANCELLED", "RESERVED"]);
    });

    test("a location that was added after the locations were read: what is there is left to the next try", () => {
      const known = { ...supply([0, 2], [1, 0]), locations: { byPriority: [MAIN], strategy: "priority" as const } };
      expect(heldIn(placed(known))).toEqual(["2 of MUG at main", "1 of PEN at main"]);
    });
  });

  test("paid by hand: PENDING until its hold ends, and not at all without one", () => {
    const policy = {
      captureAt: "firstShipment",
      customerMayCancelUntil: "PACKED",
      paymentHoldSeconds: 60,
      returnWithinDays: 14,
    } as const;
    const first = (changes: Partial<OrderRequest>) =>
      firstVersionOf(aPendingOrder({ paidByHand: true, ...changes }), stocks(2, 1), FAILS, changed(0));
    expect(first({ policy })).toMatchObject({ status: "PENDING", holdUntil: at(60) });
    expect(first({})).toMatchObject({ status: "FAILED", failure: { reason: "PAYMENT_NOT_RECEIVED" } });
  });
});
