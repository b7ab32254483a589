import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  aDiscount,
  aLineToPrice,
  anOrderToPrice,
  aShippingCharge,
  placedOrders,
} from "../../../tests/builders/prices.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { MAX_AMOUNT, taxWithin } from "../../platform/values/money.ts";
import { type OrderToPrice, priceOrder } from "./pricing.ts";

/** The order with `cancelled` units of each line cancelled, at most all. */
function withCancelled(order: OrderToPrice, cancelled: readonly number[]): OrderToPrice {
  return {
    ...order,
    lines: order.lines.map((line, index) => ({ ...line, cancelled: Math.min(line.quantity, cancelled[index] ?? 0) })),
  };
}

/** Orders with any number of units cancelled. */
const ordersWithCancelledUnits = fc
  .tuple(placedOrders, fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 6, maxLength: 6 }))
  .map(([order, cancelled]) => withCancelled(order, cancelled));

describe("an order with a charge and a discount", () => {
  const order = anOrderToPrice({ charges: [aShippingCharge(490)], discounts: [aDiscount(600), aDiscount(400)] });

  test("discounts are spread over lines, tax is on what is paid", () => {
    expect(priceOrder(order)).toEqual({
      lines: [
        { gross: 3_870, discount: 951, total: 2_919, net: 2_453, tax: 466 },
        { gross: 200, discount: 49, total: 151, net: 127, tax: 24 },
      ],
      charges: [{ gross: 490, discount: 0, total: 490, net: 412, tax: 78 }],
      subtotal: 4_070,
      discountTotal: 1_000,
      chargeTotal: 490,
      taxTotal: 568,
      total: 3_560,
    });
  });

  test("a cancelled unit takes its part of the discount with it; the other line and the charge stay", () => {
    expect(priceOrder(withCancelled(order, [1]))).toEqual({
      lines: [
        { gross: 2_580, discount: 634, total: 1_946, net: 1_635, tax: 311 },
        { gross: 200, discount: 49, total: 151, net: 127, tax: 24 },
      ],
      charges: [{ gross: 490, discount: 0, total: 490, net: 412, tax: 78 }],
      subtotal: 2_780,
      discountTotal: 683,
      chargeTotal: 490,
      taxTotal: 413,
      total: 2_587,
    });
  });

  test("one unit left: its amount and the charge", () => {
    expect(priceOrder(withCancelled(order, [3, 0])).total).toBe(151 + 490);
  });

  test("all units cancelled: 0, charges included", () => {
    const nothing = { gross: 0, discount: 0, total: 0, net: 0, tax: 0 };
    expect(priceOrder(withCancelled(order, [3, 1]))).toEqual({
      lines: [nothing, nothing],
      charges: [nothing],
      subtotal: 0,
      discountTotal: 0,
      chargeTotal: 0,
      taxTotal: 0,
      total: 0,
    });
  });
});

describe("an edit", () => {
  test("adds units and a line at full price; the placed units keep their discounts", () => {
    fc.assert(
      fc.property(placedOrders, fc.integer({ min: 1, max: 9 }), (order, added) => {
        const [first, ...others] = order.lines;
        if (!first) return;
        const raised = { ...first, quantity: first.quantity + added, added };
        const extra = aLineToPrice("EXTRA", { quantity: added, added, unitPrice: 100 });
        const before = priceOrder(order);
        const after = priceOrder({ ...order, lines: [raised, ...others, extra] });
        expect(after.total).toBe(before.total + added * (first.unitPrice + 100));
        expect(after.discountTotal).toBe(before.discountTotal);
        expect(after.lines.slice(1, -1)).toEqual(before.lines.slice(1));
      }),
    );
  });
});

describe("a total of 0", () => {
  test.each([
    ["everything discounted", anOrderToPrice({ discounts: [aDiscount(4_070)] })],
    ["everything given for nothing", anOrderToPrice({ lines: [aLineToPrice("MUG", { unitPrice: 0 })] })],
    [
      "given for nothing, with a charge and a discount of nothing",
      anOrderToPrice({
        lines: [aLineToPrice("MUG", { unitPrice: 0 })],
        charges: [aShippingCharge(0)],
        discounts: [aDiscount(0)],
      }),
    ],
  ])("%s: allowed", (_, order) => {
    expect(priceOrder(order)).toMatchObject({ total: 0, taxTotal: 0 });
  });
});

describe("discounts above the lines", () => {
  test("422: charges are not reduced", () => {
    const order = anOrderToPrice({ charges: [aShippingCharge(490)], discounts: [aDiscount(4_000), aDiscount(71)] });
    const problem = problemThrownBy(() => priceOrder(order));
    expect(problem.problem).toMatchObject({ status: 422, code: "discount_too_large" });
    expect(problem.message).toBe(
      "The discounts are 40.71 EUR together, and the lines cost 40.70 EUR. Discounts do not reduce charges: give a smaller discount.",
    );
    expect(problem.errors).toEqual([
      { path: "discounts", message: "must be at most the sum of the lines, 40.70 EUR, together" },
    ]);
  });

  test("units added after placing do not count", () => {
    const lines = [aLineToPrice("MUG", { quantity: 3, added: 1, unitPrice: 100 })];
    expect(priceOrder(anOrderToPrice({ lines, discounts: [aDiscount(200)] })).total).toBe(100);
    const order = anOrderToPrice({ lines, discounts: [aDiscount(201)] });
    expect(problemThrownBy(() => priceOrder(order)).code).toBe("discount_too_large");
  });

  test("cancelled units count: the discount was given for them", () => {
    const order = anOrderToPrice({ discounts: [aDiscount(4_070)] });
    expect(priceOrder(withCancelled(order, [3])).total).toBe(0);
  });
});

describe("the maximum", () => {
  const half = { unitPrice: MAX_AMOUNT / 2 };

  test("lines of MAX_AMOUNT: allowed; one minor unit more: 422, also where a discount makes up for it", () => {
    const lines = [aLineToPrice("MUG", half), aLineToPrice("PEN", half)];
    expect(priceOrder(anOrderToPrice({ lines })).total).toBe(MAX_AMOUNT);
    const above = [...lines, aLineToPrice("CUP", { unitPrice: 1 })];
    const problem = problemThrownBy(() => priceOrder(anOrderToPrice({ lines: above, discounts: [aDiscount(5)] })));
    expect(problem.problem).toMatchObject({ status: 422, code: "total_too_large" });
    expect(problem.message).toBe(
      "An order may cost at most 10000000.00 EUR, before discounts and in total. Split the order.",
    );
  });

  test("with a charge of one minor unit: 422, unless a discount makes up for it", () => {
    const lines = [aLineToPrice("MUG", half), aLineToPrice("PEN", half)];
    const order = anOrderToPrice({ lines, charges: [aShippingCharge(1)] });
    expect(problemThrownBy(() => priceOrder(order)).code).toBe("total_too_large");
    expect(priceOrder({ ...order, discounts: [aDiscount(1)] }).total).toBe(MAX_AMOUNT);
  });

  test("a line far above it: 422", () => {
    const order = anOrderToPrice({ lines: [aLineToPrice("MUG", { quantity: 100_000, unitPrice: MAX_AMOUNT })] });
    expect(problemThrownBy(() => priceOrder(order)).code).toBe("total_too_large");
  });
});

describe("in currencies with 0, 2 and 3 digits", () => {
  test("as placed: the lines' prices less discounts, plus charges, are the total", () => {
    fc.assert(
      fc.property(placedOrders, (order) => {
        const subtotal = sum(order.lines.map(({ unitPrice, quantity }) => unitPrice * quantity));
        const discountTotal = sum(order.discounts.map(({ amount }) => amount));
        const chargeTotal = sum(order.charges.map(({ amount }) => amount));
        expect(priceOrder(order)).toMatchObject({
          subtotal,
          discountTotal,
          chargeTotal,
          total: subtotal - discountTotal + chargeTotal,
        });
      }),
    );
  });

  test("with units cancelled, too: the parts add up to the totals", () => {
    fc.assert(
      fc.property(ordersWithCancelledUnits, (order) => {
        const price = priceOrder(order);
        const parts = [...price.lines, ...price.charges];
        expect(sum(price.lines.map(({ gross }) => gross))).toBe(price.subtotal);
        expect(sum(price.lines.map(({ discount }) => discount))).toBe(price.discountTotal);
        expect(sum(price.charges.map(({ gross }) => gross))).toBe(price.chargeTotal);
        expect(sum(parts.map(({ total }) => total))).toBe(price.total);
        expect(sum(parts.map(({ tax }) => tax))).toBe(price.taxTotal);
        expect(price.total).toBe(price.subtotal - price.discountTotal + price.chargeTotal);
      }),
    );
  });

  test("each line and charge: net + tax = total = gross - discount, its tax is that within the total, nothing is negative", () => {
    fc.assert(
      fc.property(ordersWithCancelledUnits, (order) => {
        const price = priceOrder(order);
        const rates = [...order.lines, ...order.charges].map(({ taxRate }) => taxRate);
        for (const [index, { gross, discount, total, net, tax }] of [...price.lines, ...price.charges].entries()) {
          for (const amount of [gross, discount, total, net, tax]) expect(amount).toBeGreaterThanOrEqual(0);
          expect(net + tax).toBe(total);
          expect(gross - discount).toBe(total);
          expect(tax).toBe(taxWithin(total, rates[index] ?? 0));
        }
      }),
    );
  });

  test("cancelling units of one line changes no other line", () => {
    fc.assert(
      fc.property(ordersWithCancelledUnits, fc.nat({ max: 5 }), fc.integer({ min: 0, max: 12 }), (order, at, units) => {
        const one = at % order.lines.length;
        const cancelled = order.lines.map((line, index) => (index === one ? units : line.cancelled));
        const others = (lines: readonly unknown[]) => lines.filter((_, index) => index !== one);
        expect(others(priceOrder(withCancelled(order, cancelled)).lines)).toEqual(others(priceOrder(order).lines));
      }),
    );
  });

  test("charges are due as long as one unit is", () => {
    fc.assert(
      fc.property(ordersWithCancelledUnits, (order) => {
        const isDue = order.lines.some(({ quantity, cancelled }) => cancelled < quantity);
        expect(priceOrder(order).chargeTotal).toBe(isDue ? sum(order.charges.map(({ amount }) => amount)) : 0);
      }),
    );
  });
});

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
