import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everyPossibleStep, orderWalks } from "../../tests/builders/order-walk.ts";
import { orderInEachSituation, type Situation } from "../../tests/builders/orders.ts";
import { units } from "../../tests/builders/products.ts";
import { stockKey } from "../inventory/stock-table.ts";
import { type OrderLine, openUnits } from "./rules/line.ts";
import type { Order } from "./rules/order.ts";
import { stockMoves } from "./stock-moves.ts";

const orders = orderInEachSituation();

/** What a step adds to which stock. */
function movesBetween(before: Order, after: Order) {
  return stockMoves(before, after).map(({ key, add }) => ({ key, add }));
}

function released(sku: string, quantity: number) {
  return { key: stockKey(units(sku, 1).sku), add: { available: quantity, reserved: -quantity } };
}

function shipped(sku: string, quantity: number) {
  return { key: stockKey(units(sku, 1).sku), add: { reserved: -quantity, shipped: quantity } };
}

describe("each step of an order moves the stock of all its units, or none", () => {
  test.each<[Situation, Situation]>([
    ["pending", "confirmed"],
    ["confirmed", "toBePacked"],
    ["toBePacked", "packed"],
    ["packed", "leaving"],
    ["shipped", "delivered"],
    ["cancelling", "cancelled"],
    ["declining", "declined"],
    ["givenUp", "givenUpForGood"],
  ])("%s -> %s: none", (before, after) => {
    expect(movesBetween(orders[before], orders[after])).toEqual([]);
  });

  test.each<[Situation, Situation]>([
    ["confirmed", "cancelling"],
    ["pending", "declining"],
    ["pending", "givenUp"],
  ])("%s -> %s: all are released", (before, after) => {
    expect(movesBetween(orders[before], orders[after])).toEqual([released("MUG", 2), released("PEN", 1)]);
  });

  test("leaving -> shipped: all leave the stock", () => {
    expect(movesBetween(orders.leaving, orders.shipped)).toEqual([shipped("MUG", 2), shipped("PEN", 1)]);
  });
});

describe("a line of which a part moves", () => {
  function aLineWith(changes: Partial<OrderLine>): Order {
    const [line] = orders.packed.lines;
    if (!line) throw new Error("The order has a line.");
    return { ...orders.packed, lines: [{ ...line, quantity: 9, ...changes }] };
  }

  test("only what was cancelled or shipped now: what was before has moved", () => {
    const before = aLineWith({ cancelled: 1, shipped: 2 });
    expect(movesBetween(before, aLineWith({ cancelled: 4, shipped: 2 }))).toEqual([released("MUG", 3)]);
    expect(movesBetween(before, aLineWith({ cancelled: 1, shipped: 6 }))).toEqual([shipped("MUG", 4)]);
    expect(movesBetween(before, before)).toEqual([]);
  });

  test("delivered units have left before", () => {
    expect(movesBetween(aLineWith({ shipped: 2 }), aLineWith({ shipped: 2, delivered: 2 }))).toEqual([]);
  });
});

test("whatever is done to an order: what is reserved for it falls with its open units, each stock moves once a step", () => {
  const check = (before: Order, after: Order | undefined) => {
    if (!after) return;
    const moves = stockMoves(before, after);
    const open = ({ lines }: Order) => lines.reduce((sum, line) => sum + openUnits(line), 0);
    const reserved = moves.reduce((sum, { add }) => sum + (add?.reserved ?? 0), 0);
    expect(reserved).toBe(open(after) - open(before));
    // A transaction may write an item only once.
    expect(new Set(moves.map(({ key }) => key.pk)).size).toBe(moves.length);
  };
  for (const { before, after } of everyPossibleStep()) check(before, after);
  fc.assert(
    fc.property(orderWalks, (walk) => {
      for (const { before, after } of walk) check(before, after);
    }),
    { numRuns: 200 },
  );
});
