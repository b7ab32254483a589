import { expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { cancelOpenUnits } from "./line.ts";
import { orderTotal, shownOrder } from "./total.ts";

const { packed } = orderInEachSituation();
const order = {
  ...packed,
  charges: [{ kind: "shipping" as const, name: "Standard", amount: 490, taxRate: 1_900 }],
  discounts: [{ name: "Autumn", amount: 870 }],
};

test("orderTotal: units that are not cancelled, less their discount, and the charges", () => {
  expect(orderTotal(order)).toEqual({ amount: 3_870 - 870 + 490, currency: "EUR" });
  const [mug, ...others] = order.lines;
  if (!mug) throw new Error("The order has a line.");
  expect(orderTotal({ ...order, lines: [{ ...mug, cancelled: 2 }, ...others] }).amount).toBe(1_290 - 290 + 490);
  expect(orderTotal({ ...order, lines: order.lines.map(cancelOpenUnits) }).amount).toBe(0);
});

test("shownOrder: of one that ended before anything shipped, what had been ordered", () => {
  const ended = { ...order, lines: order.lines.map(cancelOpenUnits) };
  expect(orderTotal(shownOrder(ended))).toEqual(orderTotal(order));
});

test("shownOrder: of any other, what it is now", () => {
  const [mug, ...others] = order.lines;
  if (!mug) throw new Error("The order has a line.");
  const reduced = { ...order, lines: [cancelOpenUnits(mug), ...others] };
  expect(orderTotal(shownOrder(reduced))).toEqual(orderTotal(reduced));
  const shippedInPart = { ...order, lines: [{ ...mug, shipped: 1 }, ...others].map(cancelOpenUnits) };
  expect(orderTotal(shownOrder(shippedInPart))).toEqual(orderTotal(shippedInPart));
});
