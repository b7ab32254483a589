import fc from "fast-check";
import { expect, test } from "vitest";
import { derivedId, idFromKey, idPattern } from "./ids.ts";

const parts = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 });

const placing = { caller: { role: "customer", subject: "alice" }, operation: "placeOrder", key: "key-1" } as const;

test("a key gives the same id in every release: otherwise a retry would make a second order", () => {
  expect(idFromKey("ord", placing)).toBe("ord_fwt0h4d5s9tk2kmf8pkb39gbmw4sae4t");
});

test("a key belongs to one subject in one role, to one operation and to one target", () => {
  const others = [
    placing,
    { ...placing, caller: { role: "staff", subject: "alice" } },
    { ...placing, caller: { role: "service", subject: "alice" } },
    { ...placing, caller: { role: "customer", subject: "bob" } },
    { ...placing, operation: "adjustStock" },
    { ...placing, target: "MUG" },
    { ...placing, key: "key-2" },
  ] as const;

  expect(new Set(others.map((request) => idFromKey("ord", request))).size).toBe(others.length);
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
