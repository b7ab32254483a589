import fc from "fast-check";
import { expect, test } from "vitest";
import { pageAnswer, pageRequest } from "./page.ts";

function cursorOf(list: string, position: string): string {
  return pageAnswer(list, { data: [], next: position }, (entry) => entry).nextCursor ?? "";
}

test("the cursor of a page leads to where the page ended, whatever stands there", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: "grapheme" }), (list, position) => {
      expect(pageRequest(list, { cursor: cursorOf(list, position) }).after).toBe(position);
    }),
  );
});

test("a cursor of which any character was changed is refused", () => {
  const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. %"];
  const cursor = cursorOf("orders", "2026-11-21T05:30:00.000Z#ord_1");
  fc.assert(
    fc.property(fc.nat(cursor.length - 1), fc.constantFrom(...alphabet), (at, character) => {
      fc.pre(cursor[at] !== character);
      const changed = cursor.slice(0, at) + character + cursor.slice(at + 1);
      expect(() => pageRequest("orders", { cursor: changed })).toThrow(/cursor/);
    }),
  );
});

test("a cursor of another list is refused", () => {
  const cursor = cursorOf("customers/alice/orders", "position");

  expect(() => pageRequest("customers/bob/orders", { cursor })).toThrow("not one that this list gave");
});

test("the last page has no cursor, and the first needs none", () => {
  expect(pageAnswer("orders", { data: [1], next: undefined }, String)).toEqual({ data: ["1"], nextCursor: null });
  expect(pageRequest("orders", {})).toEqual({ limit: 20, after: undefined });
});
