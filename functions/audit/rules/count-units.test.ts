import { describe, expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aStock, units } from "../../../tests/builders/products.ts";
import { addUnitsOfOrders, beginCount, type Count, compareCounts } from "./count-units.ts";

const { sku } = units("MUG", 0);
const { confirmed, shipped, cancelled, pending } = orderInEachSituation(); // each of two mugs and a pen

function counted(held: number, more: Partial<Count> = {}): Count {
  return { ...beginCount({ sku, version: 7 }), held, ...more };
}

/** The comparison of one count, of a stock with this many reserved units. */
function comparisonOf(count: Count, reserved: number, version = 7) {
  return compareCounts([count], { stocks: new Map([[sku, aStock({ sku, reserved, version })]]), queues: new Map() });
}

test("what the open lines of all orders hold is counted, that of others is not", () => {
  expect(addUnitsOfOrders([counted(1)], [confirmed, shipped, cancelled, pending])).toEqual([counted(5)]);
});

test("count equals reserved: no violation, no second count", () => {
  expect(comparisonOf(counted(2), 2)).toEqual({ violations: [], unsettled: [], suspects: [] });
});

test("stock changed during the count: unsettled, even if the sum is equal", () => {
  expect(comparisonOf(counted(2), 2, 8)).toEqual({ violations: [], unsettled: [sku], suspects: [] });
  expect(comparisonOf(counted(3), 2, 8)).toEqual({ violations: [], unsettled: [sku], suspects: [] });
});

test("first count differs: counted a second time", () => {
  expect(comparisonOf(counted(1), 2)).toEqual({
    violations: [],
    unsettled: [],
    suspects: [counted(0, { differenceBefore: { held: 1, waiting: 0, waiters: 0 } })],
  });
});

test("both counts differ by the same: violation", () => {
  expect(comparisonOf(counted(1, { differenceBefore: { held: 1, waiting: 0, waiters: 0 } }), 2).violations).toEqual([
    {
      invariant: "reserved equals open lines",
      sentence: "reserved = the units that open order lines and ACTIVE reservations hold, for every product",
      subject: sku,
      detail: "2 reserved, 1 held",
    },
  ]);
});

test("second count is equal: no violation", () => {
  expect(comparisonOf(counted(2, { differenceBefore: { held: 1, waiting: 0, waiters: 0 } }), 2)).toEqual({
    violations: [],
    unsettled: [],
    suspects: [],
  });
});

test("counts differ from each other: unsettled", () => {
  expect(comparisonOf(counted(0, { differenceBefore: { held: 1, waiting: 0, waiters: 0 } }), 2)).toEqual({
    violations: [],
    unsettled: [sku],
    suspects: [],
  });
});

test("stock item is gone: unsettled", () => {
  expect(compareCounts([counted(2)], { stocks: new Map(), queues: new Map() })).toMatchObject({ unsettled: [sku] });
});

describe("orders that wait", () => {
  const [line, ...others] = confirmed.lines;
  if (!line) throw new Error("The order has no line.");
  /** Of its two mugs, one is waited for. */
  const waiting = { ...confirmed, lines: [{ ...line, backordered: 1 }, ...others] };
  const before = { held: 0, waiting: 1, waiters: 0 };

  function comparedWith(stock: { reserved: number; backordered: number }, queued: number, more: Partial<Count> = {}) {
    const [count] = addUnitsOfOrders([counted(0, more)], [waiting, confirmed]);
    if (!count) throw new Error("Nothing was counted.");
    const stocks = new Map([[sku, aStock({ sku, version: 7, ...stock })]]);
    const compared = compareCounts([count], { stocks, queues: new Map([[sku, queued]]) });
    return [...compared.violations.map(({ detail }) => detail), ...compared.suspects.map(() => "counted again")];
  }

  test("their units are held or waited for, and counted apart", () => {
    expect(addUnitsOfOrders([counted(0)], [waiting, confirmed])).toEqual([counted(3, { waiting: 1, waiters: 1 })]);
    expect(comparedWith({ reserved: 3, backordered: 1 }, 1)).toEqual([]);
  });

  test("another number of units is waited for than the stock says: violation, after a second count", () => {
    expect(comparedWith({ reserved: 3, backordered: 2 }, 1)).toEqual(["counted again"]);
    expect(comparedWith({ reserved: 3, backordered: 2 }, 1, { differenceBefore: before })).toEqual([
      "2 backordered, 1 waiting",
    ]);
  });

  test("an order too many in the queue, or one that is missing: violation", () => {
    const found = (queued: number) =>
      comparedWith({ reserved: 3, backordered: 1 }, queued, {
        differenceBefore: { held: 0, waiting: 0, waiters: queued - 1 },
      });
    expect(found(2)).toEqual(["2 orders in the queue, 1 that wait"]);
    expect(found(0)).toEqual(["0 orders in the queue, 1 that wait"]);
  });
});
