import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import { itemBytes } from "./item-size.ts";

test.each([
  ["string: the bytes of its name and of its value", { name: "Alice" }, 4 + 5],
  ["string beyond ASCII: its UTF-8 bytes", { city: "Kraków" }, 4 + 7],
  ["number: one byte for two digits, and one", { amount: 12_345 }, 6 + 3 + 1],
  ["number: zeros at the end do not count", { amount: 1_200_000 }, 6 + 1 + 1],
  ["number: zeros at the start, the point and the sign do not count", { rate: -0.019 }, 4 + 1 + 1],
  ["zero: one byte", { version: 0 }, 7 + 1],
  ["boolean: one byte", { late: true }, 4 + 1],
  ["null: one byte", { next: null }, 4 + 1],
  ["binary: its bytes", { file: new Uint8Array(10) }, 4 + 10],
  ["empty list: three bytes", { lines: [] }, 5 + 3],
  ["list: three bytes, and one more for each element", { tags: ["ab", "c"] }, 4 + 3 + (1 + 2) + (1 + 1)],
  ["empty map: three bytes", { total: {} }, 5 + 3],
  ["map: three bytes, and one more for each element", { total: { amount: 7 } }, 5 + 3 + (1 + 6 + 2)],
  ["maps in a list", { lines: [{ sku: "A" }] }, 5 + 3 + (1 + 3 + (1 + 3 + 1))],
  ["several attributes: their sum", { pk: "ORDER#1", sk: "ORDER" }, 2 + 7 + 2 + 5],
])("%s", (_, item, bytes) => {
  expect(itemBytes(marshall(item))).toBe(bytes);
});

test("set: no size, because AWS names none and nothing stores one", () => {
  expect(() => itemBytes({ tags: { SS: ["a"] } })).toThrow("SS");
});
