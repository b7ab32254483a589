import { expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aStock, units } from "../../../tests/builders/products.ts";
import { addOpenUnits, type Count, judge } from "./open-units.ts";

const { sku } = units("MUG", 0);
const { confirmed, shipped, cancelled, pending } = orderInEachSituation(); // each of two mugs and a pen

function counted(open: number, more: Partial<Count> = {}): Count {
  return { sku, version: 7, open, ...more };
}

/** The judgement of one count, with so many reserved at the end. */
function judgementOf(count: Count, reserved: number, version = 7) {
  return judge([count], new Map([[sku, aStock({ sku, reserved, version })]]));
}

test("open lines are counted, whatever else an order has", () => {
  expect(addOpenUnits([counted(1)], [confirmed, shipped, cancelled, pending])).toEqual([counted(5)]);
});

test("a count that fits is neither told of nor repeated", () => {
  expect(judgementOf(counted(2), 2)).toEqual({ violations: [], unsettled: [], suspects: [] });
});

test("what moved while it was counted is unsettled, also where the sum happens to fit", () => {
  expect(judgementOf(counted(2), 2, 8)).toEqual({ violations: [], unsettled: [sku], suspects: [] });
  expect(judgementOf(counted(3), 2, 8)).toEqual({ violations: [], unsettled: [sku], suspects: [] });
});

test("what does not fit is counted anew before anything is said", () => {
  expect(judgementOf(counted(1), 2)).toEqual({
    violations: [],
    unsettled: [],
    suspects: [counted(0, { shortBefore: 1 })],
  });
});

test("what is short by the same twice is a violation", () => {
  expect(judgementOf(counted(1, { shortBefore: 1 }), 2).violations).toEqual([
    {
      invariant: "reserved is what is open",
      sentence: "reserved = the units of all open order lines, for every product",
      subject: sku,
      detail: "2 reserved, but 1 open",
    },
  ]);
});

test("an order that an index had left out is no violation once the index has it", () => {
  expect(judgementOf(counted(2, { shortBefore: 1 }), 2)).toEqual({ violations: [], unsettled: [], suspects: [] });
});

test("two counts that differ settle nothing", () => {
  expect(judgementOf(counted(0, { shortBefore: 1 }), 2)).toEqual({ violations: [], unsettled: [sku], suspects: [] });
});

test("a stock that is gone is unsettled", () => {
  expect(judge([counted(2)], new Map())).toMatchObject({ unsettled: [sku] });
});
