import fc from "fast-check";
import { expect, test } from "vitest";
import { newest, parseListed } from "./list.ts";
import type { IndexEntry } from "./read.ts";

const positions = fc.uniqueArray(fc.stringMatching(/^2026-11-\d\d#[a-z]{3}$/), { maxLength: 40 });

function entry(sortKey: string): IndexEntry {
  return { pk: `ITEM#${sortKey}`, sk: "ITEM", sortKey };
}

test("all pages together have every entry once, newest first", () => {
  fc.assert(
    fc.property(positions, fc.integer({ min: 1, max: 10 }), (keys, limit) => {
      const shown: string[] = [];
      let after: string | undefined;
      do {
        const { entries, next } = newest(keys.filter((key) => after === undefined || key < after).map(entry), limit);
        expect(entries.length).toBeLessThanOrEqual(limit);
        shown.push(...entries.map(({ sortKey }) => sortKey));
        after = next;
      } while (after !== undefined);
      expect(shown).toEqual([...keys].sort().reverse());
    }),
  );
});

test("full page without a next entry: the last page", () => {
  expect(newest([entry("a"), entry("b")], 2).next).toBeUndefined();
  expect(newest([entry("a"), entry("b"), entry("c")], 2).next).toBe("b");
});

function parse({ name }: Readonly<Record<string, unknown>>): string {
  if (typeof name !== "string") throw new Error("damaged");
  return name;
}

test("damaged item: left out, the others keep their order", () => {
  expect(parseListed([{ name: "first" }, { name: 2 }, { name: "third" }], parse)).toEqual(["first", "third"]);
});
