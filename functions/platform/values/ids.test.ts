import fc from "fast-check";
import { expect, test } from "vitest";
import { derivedId, idPattern } from "./ids.ts";

const parts = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 });

test("ids are made as they were in the first release: otherwise a retry would make a second order", () => {
  expect(derivedId("ord", "alice", "placeOrder", "key-1")).toBe("ord_ngx7yyf6fvc33byf68rx4ajce08apzym");
});

test("the same parts always give the same id", () => {
  fc.assert(
    fc.property(parts, (some) => {
      expect(derivedId("ord", ...some)).toBe(derivedId("ord", ...some));
    }),
  );
});

test("other parts give another id, however they are cut or ordered", () => {
  fc.assert(
    fc.property(parts, parts, (some, others) => {
      fc.pre(JSON.stringify(some) !== JSON.stringify(others));
      expect(derivedId("ord", ...some)).not.toBe(derivedId("ord", ...others));
    }),
  );
  const alike = [
    ["ab", "c"],
    ["a", "bc"],
    ["abc"],
    ["abc", ""],
    ["", "abc"],
    ['a","b'],
    ["a", "b"],
    ["b", "a"],
    ["a,b"],
    ["a#b"],
    ["a\u0000b"],
  ];
  expect(new Set(alike.map((some) => derivedId("ord", ...some))).size).toBe(alike.length);
});

test("an id matches its prefix's pattern and no other's", () => {
  fc.assert(
    fc.property(parts, (some) => {
      expect(derivedId("ord", ...some)).toMatch(idPattern("ord"));
      expect(derivedId("ord", ...some)).not.toMatch(idPattern("adj"));
    }),
  );
});

test.each([
  ["too short", "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6"],
  ["too long", "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f0"],
  ["with a letter that Crockford leaves out", "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6i"],
  ["in capitals", "ord_3K9X2V7M4C8Q1W6T5R0P3N8B7H2J4D6F"],
  ["with more before it", "xord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f"],
  ["with a line break after it", "ord_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f\n"],
])("an id %s is none", (_, text) => {
  expect(text).not.toMatch(idPattern("ord"));
});
