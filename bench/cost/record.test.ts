import { expect, test } from "vitest";
import { differences } from "./record.ts";

const recorded = { placeOrder: { tableWriteUnits: 12, events: 3 }, getOrder: { tableReadUnits: 1 } };

test("same figures: no difference", () => {
  expect(differences(recorded, structuredClone(recorded))).toEqual([]);
});

test("a rise is named with both figures, before a fall", () => {
  const measured = { ...recorded, placeOrder: { tableWriteUnits: 14, events: 2 } };
  expect(differences(recorded, measured)).toEqual([
    "placeOrder: tableWriteUnits rose from 12 to 14",
    "placeOrder: events fell from 3 to 2",
  ]);
});

test("figure that appears or disappears: from 0 or to 0", () => {
  const measured = { ...recorded, getOrder: { awsCalls: 1 } };
  expect(differences(recorded, measured)).toEqual([
    "getOrder: awsCalls rose from 0 to 1",
    "getOrder: tableReadUnits fell from 1 to 0",
  ]);
});

test("operation that is new, and one that is gone", () => {
  const measured = { placeOrder: recorded.placeOrder, getStock: {} };
  expect(differences(recorded, measured)).toEqual([
    "getStock: not recorded yet",
    "getOrder: recorded, and not measured any more",
  ]);
});
