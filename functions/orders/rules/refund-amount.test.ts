import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aDiscount, anOrderToPrice, aShippingCharge, placedOrders } from "../../../tests/builders/prices.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { units } from "../../../tests/builders/products.ts";
import { sumOf } from "./amount-of-units.ts";
import { priceOrder } from "./pricing.ts";
import { refundAmount } from "./refund-amount.ts";

const order = anOrderToPrice({ charges: [aShippingCharge(490)], discounts: [aDiscount(1_000)] });

function toRefund(sku: string, quantity: number, refundedBefore = 0) {
  return { ...units(sku, quantity), refundedBefore };
}

describe("refundAmount", () => {
  test("units of two lines: what they were sold for, with the tax in it, without the charge", () => {
    expect(refundAmount(order, [toRefund("PEN", 1), toRefund("MUG", 1, 2)])).toEqual({
      gross: 1_490,
      discount: 366,
      total: 1_124,
      net: 945,
      tax: 179,
      lines: [
        { sku: "PEN", gross: 200, discount: 49, total: 151, net: 127, tax: 24 },
        { sku: "MUG", gross: 1_290, discount: 317, total: 973, net: 818, tax: 155 },
      ],
    });
  });

  test("no units: 0", () => {
    expect(refundAmount(order, [])).toMatchObject({ total: 0, tax: 0, lines: [] });
  });

  test("one SKU twice in a request: its units one after the other", () => {
    const twice = refundAmount(order, [toRefund("MUG", 1), toRefund("MUG", 2)]);
    expect(twice.total).toBe(refundAmount(order, [toRefund("MUG", 3)]).total);
  });

  test.each([
    ["of all refunded", [toRefund("MUG", 1, 3)], 1, 0, 0],
    ["than are left", [toRefund("PEN", 1), toRefund("MUG", 3, 1)], 3, 2, 1],
    ["than are left, in two entries", [toRefund("MUG", 2), toRefund("MUG", 2)], 2, 1, 1],
  ])("more units %s: 409, naming what is left", (_, wanted, quantity, left, index) => {
    const problem = problemThrownBy(() => refundAmount(order, wanted));
    expect(problem.problem).toMatchObject({ status: 409, code: "too_many_units" });
    expect(problem.message).toBe(
      `${quantity} units of MUG are to be refunded, and ${left} are neither cancelled nor refunded. Refund at most ${left}.`,
    );
    expect(problem.errors).toEqual([{ path: `lines.${index}.quantity`, message: `must be at most ${left}` }]);
  });

  test("cancelled units: 409", () => {
    const [mug, pen] = order.lines;
    if (!mug || !pen) throw new Error("The builder makes two lines.");
    const cancelled = { ...order, lines: [{ ...mug, cancelled: 2 }, pen] };
    expect(refundAmount(cancelled, [toRefund("MUG", 1)]).total).toBe(973);
    expect(problemThrownBy(() => refundAmount(cancelled, [toRefund("MUG", 2)])).code).toBe("too_many_units");
  });

  test("SKU without a line: 422, naming its place", () => {
    const problem = problemThrownBy(() => refundAmount(order, [toRefund("MUG", 1), toRefund("CUP", 1)]));
    expect(problem.problem).toMatchObject({ status: 422, code: "unknown_line" });
    expect(problem.errors).toEqual([{ path: "lines.1.sku", message: "CUP is not in the order" }]);
  });

  test("refunds of all units, in any portions: what the lines cost and their taxes, to the minor unit", () => {
    const portions = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.integer({ min: 1, max: 5 })), { maxLength: 20 });
    fc.assert(
      fc.property(placedOrders, portions, (placed, some) => {
        const refunded = placed.lines.map(() => 0);
        const everyLine = placed.lines.map((line, index) => [index, line.quantity] as const);
        const refunds = [...some, ...everyLine].flatMap(([at, wanted]) => {
          const index = at % placed.lines.length;
          const line = placed.lines[index];
          const before = refunded[index] ?? 0;
          if (!line || line.quantity === before) return [];
          const quantity = Math.min(wanted, line.quantity - before);
          refunded[index] = before + quantity;
          const refund = refundAmount(placed, [{ sku: line.sku, quantity, refundedBefore: before }]);
          expect(refund.total).toBe(refund.net + refund.tax);
          return [refund];
        });
        expect(sumOf(refunds)).toEqual(sumOf(priceOrder(placed).lines));
      }),
    );
  });
});
