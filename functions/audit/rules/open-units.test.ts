import { expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aStock, units } from "../../../tests/builders/products.ts";
import { addOpenUnits, type Count, compareCounts } from "./open-units.ts";

const { sku } = units("MUG", 0);
const { confirmed, shipped, cancelled, pending } = orderInEachSituation(); // each of two mugs and a pen

function counted(open: number, more: Partial<Count> = {}): Count {
  return { sku, version: 7, open, ...more };
}

/** The comparison of one count, of a stock with this many reserved units. */
function comparisonOf(count: Count, reserved: number, version = 7) {
  return compareCounts([count], new Map([[sku, aStock({ sku, reserved, version })]]));
}

test("open lines of all orders are counted, others are not", () => {
  expect(addOpenUnits([counted(1)], [confirmed, shipped, cancelled, pending])).toEqual([counted(5)]);
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
    suspects: [counted(0, { differenceBefore: 1 })],
  });
});

test("both counts differ by the same: violation", () => {
  expect(comparisonOf(counted(1, { differenceBefore: 1 }), 2).violations).toEqual([
    {
      invariant: "reserved equals open lines",
      sentence: "reserved = the units of all open order lines and ACTIVE reservations, for every product",
      subject: sku,
      detail: "2 reserved, 1 open",
    },
  ]);
});

test("second count is equal: no violation", () => {
  expect(comparisonOf(counted(2, { differenceBefore: 1 }), 2)).toEqual({ violations: [], unsettled: [], suspects: [] });
});

test("counts differ from each other: unsettled", () => {
  expect(comparisonOf(counted(0, { differenceBefore: 1 }), 2)).toEqual({
    violations: [],
    unsettled: [sku],
    suspects: [],
  });
});

test("stock item is gone: unsettled", () => {
  expect(compareCounts([counted(2)], new Map())).toMatchObject({ unsettled: [sku] });
});
