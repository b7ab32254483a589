import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprint } from "./fingerprint.ts";

/** The same JSON with the keys of its objects in reverse order. */
function withReversedKeys(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withReversedKeys);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([key, value]) => [key, withReversedKeys(value)]),
  );
}

const json = fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" });

test("the order of keys and the spelling of numbers make no difference", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(fingerprint(withReversedKeys(value))).toBe(fingerprint(value));
    }),
  );
  expect(fingerprint(JSON.parse('{ "b": 1.0, "a": 1e2 }'))).toBe(fingerprint({ a: 100, b: 1 }));
});

test("another value has another fingerprint", () => {
  fc.assert(
    fc.property(json, json, (one, other) => {
      fc.pre(sorted(one) !== sorted(other));
      expect(fingerprint(one)).not.toBe(fingerprint(other));
    }),
  );
});

/** Sorted keys, so that two spellings of one value are not taken for two values. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

test.each([
  ["the order of a list", [1, 2], [2, 1]],
  ["a number and its text", { a: 1 }, { a: "1" }],
  ["a missing field and null", {}, { a: null }],
  ["a letter's case", { a: "x" }, { a: "X" }],
])("%s makes a difference", (_, one, other) => {
  expect(fingerprint(one)).not.toBe(fingerprint(other));
});

test("value without a JSON form: throws", () => {
  expect(() => fingerprint(undefined)).toThrow("undefined has no JSON form");
  expect(() => fingerprint({ a: Number.POSITIVE_INFINITY })).toThrow();
  expect(() => fingerprint({ a: "\ud800" })).toThrow("surrogate");
  expect(() => fingerprint({ "\ud800": 1 })).toThrow("surrogate");
});
