import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { pageAnswer, pageRequest } from "./page.ts";

function cursorOf(list: string, position: string): string {
  return pageAnswer(list, { data: [], next: position }, (entry) => entry).nextCursor ?? "";
}

test("cursor of a page: the next page starts after its position", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: "grapheme" }), (list, position) => {
      expect(pageRequest(list, z.string(), { cursor: cursorOf(list, position) }).after).toBe(position);
    }),
  );
});

test("cursor with a changed character: refused", () => {
  const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. %"];
  const cursor = cursorOf("orders", "2026-11-21T05:30:00.000Z#ord_1");
  fc.assert(
    fc.property(fc.nat(cursor.length - 1), fc.constantFrom(...alphabet), (at, character) => {
      fc.pre(cursor[at] !== character);
      const changed = cursor.slice(0, at) + character + cursor.slice(at + 1);
      expect(() => pageRequest("orders", z.string(), { cursor: changed })).toThrow(/cursor/);
    }),
  );
});

test("cursor of another list: refused", () => {
  const cursor = cursorOf("customers/alice/orders", "position");

  expect(() => pageRequest("customers/bob/orders", z.string(), { cursor })).toThrow("does not belong to this list");
});

test.each(["", "x".repeat(2_000), "lower-case", "MUG\u0000"])(
  "cursor with a valid checksum and an impossible position: refused: %j",
  (position) => {
    const Sku = z.string().check(z.regex(/^[A-Z]{1,64}$/));
    const cursor = cursorOf("products", position);

    expect(() => pageRequest("products", Sku, { cursor })).toThrow("does not belong to this list");
  },
);

test("last page: nextCursor is null; first page: no cursor is required", () => {
  expect(pageAnswer("orders", { data: [1], next: undefined }, String)).toEqual({ data: ["1"], nextCursor: null });
  expect(pageRequest("orders", z.string(), {})).toEqual({ limit: 20, after: undefined });
});
