import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "vitest";
import { itemReadUnits, queryReadUnits } from "./read-units.ts";
import { indexesOf, type TableIndex } from "./table-indexes.ts";
import { indexWriteUnits, tableWriteUnits } from "./write-units.ts";

/** An item of exactly this size. */
function itemOf(bytes: number) {
  return marshall({ pk: "x".repeat(bytes - 2) });
}

describe("write of an item to the table", () => {
  test.each([
    ["1 byte below 1 KB", undefined, 1_023, 1],
    ["exactly 1 KB", undefined, 1_024, 1],
    ["1 byte above 1 KB", undefined, 1_025, 2],
    ["the item becomes smaller: the old size counts", 2_049, 100, 3],
    ["the item becomes larger: the new size counts", 100, 2_049, 3],
  ])("%s", (_, before, after, units) => {
    const write = { before: before === undefined ? undefined : itemOf(before), after: itemOf(after) };
    expect(tableWriteUnits(write, false)).toBe(units);
    expect(tableWriteUnits(write, true)).toBe(2 * units);
  });

  test("failed condition on an item that does not exist: one unit", () => {
    expect(tableWriteUnits({ before: undefined, after: undefined }, false)).toBe(1);
  });
});

describe("write of an item to an index", () => {
  const index: TableIndex = { name: "gsi", keys: ["gpk", "gsk"], attributes: ["pk", "gpk", "gsk", "note"] };
  const item = (values: object) =>
    marshall({ pk: "1", gpk: "a", gsk: "1", ...values }, { removeUndefinedValues: true });
  const inserted = { before: undefined, after: item({}) };

  test.each([
    ["new item with the index's keys: one", inserted, 1],
    ["new item without one of the keys: none", { before: undefined, after: item({ gsk: undefined }) }, 0],
    ["another key: a deletion and an insertion", { before: item({}), after: item({ gsk: "2" }) }, 2],
    ["key removed: a deletion", { before: item({}), after: item({ gsk: undefined }) }, 1],
    ["projected attribute changed: one", { before: item({ note: "a" }), after: item({ note: "b" }) }, 1],
    ["attribute changed that is not projected: none", { before: item({ more: 1 }), after: item({ more: 2 }) }, 0],
    ["entry above 1 KB: two", { before: undefined, after: item({ note: "n".repeat(1_024) }) }, 2],
    ["large attribute that is not projected: one", { before: undefined, after: item({ more: "n".repeat(5_000) }) }, 1],
  ])("%s", (_, write, units) => {
    expect(indexWriteUnits(index, write)).toBe(units);
  });

  test("index of everything: every change counts", () => {
    const all: TableIndex = { ...index, attributes: "all" };
    expect(indexWriteUnits(all, { before: item({ more: 1 }), after: item({ more: 2 }) })).toBe(1);
  });
});

describe("read", () => {
  test("item: one unit for 4 KB, half of that if it may be stale, one if it does not exist", () => {
    expect(itemReadUnits(itemOf(4_096), true)).toBe(1);
    expect(itemReadUnits(itemOf(4_097), true)).toBe(2);
    expect(itemReadUnits(itemOf(4_097), false)).toBe(1);
    expect(itemReadUnits(undefined, true)).toBe(1);
    expect(itemReadUnits(undefined, false)).toBe(0.5);
  });

  test("query: the sum is rounded up, not each item", () => {
    expect(queryReadUnits([itemOf(2_000), itemOf(2_000)], true)).toBe(1);
    expect(queryReadUnits([itemOf(2_000), itemOf(2_097)], true)).toBe(2);
    expect(queryReadUnits([], false)).toBe(0.5);
  });
});

test("index in a table's definition: its keys, and what an entry holds", () => {
  const key = (AttributeName: string) => ({ AttributeName });
  const index = (IndexName: string, Projection: object) => ({
    IndexName,
    KeySchema: [key("gpk"), key("gsk")],
    Projection,
  });
  const definition = {
    KeySchema: [key("pk"), key("sk")],
    GlobalSecondaryIndexes: [
      index("narrow", { ProjectionType: "KEYS_ONLY" }),
      index("wider", { ProjectionType: "INCLUDE", NonKeyAttributes: ["note"] }),
      index("whole", { ProjectionType: "ALL" }),
    ],
  };
  const keys = ["gpk", "gsk"];
  expect(indexesOf(definition)).toEqual([
    { name: "narrow", keys, attributes: ["pk", "sk", ...keys] },
    { name: "wider", keys, attributes: ["pk", "sk", ...keys, "note"] },
    { name: "whole", keys, attributes: "all" },
  ]);
});
