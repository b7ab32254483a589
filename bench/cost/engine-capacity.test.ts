import { expect, test } from "vitest";
import { writtenUnits } from "./engine-capacity.ts";

test("units of a write: of its table without the indexes, and of each index", () => {
  const ConsumedCapacity = {
    CapacityUnits: 5,
    GlobalSecondaryIndexes: { byCustomer: { CapacityUnits: 2 }, byDue: { CapacityUnits: 1 } },
  };
  expect(writtenUnits({ ConsumedCapacity })).toEqual({
    tableWriteUnits: 2,
    byCustomerWriteUnits: 2,
    byDueWriteUnits: 1,
  });
});

test("units of a batch or a transaction: the sum", () => {
  const ConsumedCapacity = [{ CapacityUnits: 3 }, { CapacityUnits: 4 }];
  expect(writtenUnits({ ConsumedCapacity })).toEqual({ tableWriteUnits: 7 });
});

test("an engine that says nothing is refused", () => {
  expect(() => writtenUnits({})).toThrow();
});
