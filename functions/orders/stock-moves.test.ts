import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everyPossibleStep, orderWalks } from "../../tests/builders/order-walk.ts";
import { orderInEachSituation, type Situation } from "../../tests/builders/orders.ts";
import { units } from "../../tests/builders/products.ts";
import { LocationId } from "../inventory/rules/location.ts";
import { stockKey } from "../inventory/stock-table.ts";
import { type OrderLine, openUnits, withHeld } from "./rules/line.ts";
import type { Order } from "./rules/order.ts";
import { stockMoves } from "./stock-moves.ts";

const orders = orderInEachSituation();
const BERLIN = LocationId.parse("berlin");

/** What a step adds to which stock. */
function movesBetween(before: Order | undefined, after: Order) {
  return stockMoves(before, after).flatMap((one) => (one.kind === "update" ? [{ key: one.key, add: one.add }] : []));
}

/** The rows of the ledger that a step brings. */
function rowsBetween(before: Order, after: Order) {
  return stockMoves(before, after).flatMap((one) => (one.kind === "put" ? [one.item] : []));
}

function released(sku: string, quantity: number) {
  return { key: stockKey(units(sku, 1).sku), add: { available: quantity, reserved: -quantity } };
}

function shipped(sku: string, quantity: number) {
  return { key: stockKey(units(sku, 1).sku), add: { reserved: -quantity, movements: 1 } };
}

describe("each step of an order moves the stock of all its units, or none", () => {
  test.each<[Situation, Situation]>([
    ["pending", "confirmed"],
    ["confirmed", "toBePacked"],
    ["toBePacked", "packed"],
    ["packed", "leaving"],
    ["shipped", "delivered"],
    ["shipped", "deliveryFailed"],
    ["cancelling", "cancelled"],
    ["declining", "declined"],
    ["givenUp", "givenUpForGood"],
  ])("%s -> %s: none", (before, after) => {
    expect(stockMoves(orders[before], orders[after])).toEqual([]);
  });

  test.each<[Situation, Situation]>([
    ["confirmed", "cancelling"],
    ["pending", "declining"],
    ["pending", "givenUp"],
  ])("%s -> %s: all are released", (before, after) => {
    expect(movesBetween(orders[before], orders[after])).toEqual([released("MUG", 2), released("PEN", 1)]);
    expect(rowsBetween(orders[before], orders[after])).toEqual([]);
  });

  test("deliveryFailed -> returned: all are in stock again, with a row of the ledger for each product", () => {
    const added = (sku: string, quantity: number) => ({
      key: stockKey(units(sku, 1).sku),
      add: { available: quantity, movements: 1 },
    });
    expect(movesBetween(orders.deliveryFailed, orders.returned)).toEqual([added("MUG", 2), added("PEN", 1)]);
    const row = { kind: "returned", orderId: orders.returned.id, shipment: 1, createdAt: orders.returned.updatedAt };
    expect(rowsBetween(orders.deliveryFailed, orders.returned)).toMatchObject([
      { ...row, sku: "MUG", quantity: 2 },
      { ...row, sku: "PEN", quantity: 1 },
    ]);
  });

  test("leaving -> shipped: all leave the stock, with a row of the ledger for each product", () => {
    expect(movesBetween(orders.leaving, orders.shipped)).toEqual([shipped("MUG", 2), shipped("PEN", 1)]);
    const row = { kind: "shipped", orderId: orders.shipped.id, shipment: 1, createdAt: orders.shipped.updatedAt };
    expect(rowsBetween(orders.leaving, orders.shipped)).toMatchObject([
      { ...row, sku: "MUG", quantity: -2 },
      { ...row, sku: "PEN", quantity: -1 },
    ]);
  });

  test("a new order: all are held", () => {
    expect(movesBetween(undefined, orders.pending)).toEqual([released("MUG", -2), released("PEN", -1)]);
  });
});

describe("a line of which a part moves", () => {
  function aLineWith(changes: Partial<OrderLine>): Order {
    const [line] = orders.packed.lines;
    if (!line) throw new Error("The order has a line.");
    return { ...orders.packed, lines: [{ ...line, quantity: 9, ...changes }] };
  }

  test("only what was cancelled now: what was before has moved", () => {
    const before = aLineWith({ cancelled: 1, shipped: 2 });
    expect(movesBetween(before, aLineWith({ cancelled: 4, shipped: 2 }))).toEqual([released("MUG", 3)]);
    expect(stockMoves(before, before)).toEqual([]);
  });

  test("delivered units have left before", () => {
    expect(stockMoves(aLineWith({ shipped: 2 }), aLineWith({ shipped: 2, delivered: 2 }))).toEqual([]);
  });

  test("units that wait for stock hold none", () => {
    const moves = movesBetween(aLineWith({ backordered: 5 }), aLineWith({ backordered: 2, cancelled: 3 }));
    expect(moves).toEqual([{ key: stockKey("MUG"), add: { backordered: -3 } }]);
  });

  test("units elsewhere are released there", () => {
    const [line] = aLineWith({}).lines;
    if (!line) throw new Error("The order has a line.");
    const before = { ...orders.packed, lines: [withHeld(line, [{ location: BERLIN, quantity: 4 }])] };
    const add = { "available@berlin": 4, "reserved@berlin": -4, available: 5, reserved: -5 };
    expect(movesBetween(before, aLineWith({ cancelled: 9 }))).toEqual([{ key: stockKey("MUG"), add }]);
  });
});

test("whatever is done to an order: what is reserved for it falls with its open units, each stock moves once a step", () => {
  const check = (before: Order, after: Order | undefined) => {
    if (!after) return;
    const moves = movesBetween(before, after);
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
