import { describe, expect, test } from "vitest";
import { Interner } from "./interner.ts";

describe("the interner", () => {
  test("equal values: the first one is kept, with one number", () => {
    const interner = new Interner<readonly number[]>(String);
    const kept = interner.intern([1, 2]);
    expect(interner.intern([1, 2])).toBe(kept);
    expect(interner.numberOf(interner.intern([3]))).not.toBe(interner.numberOf(kept));
  });

  test("a value that was not interned has no number", () => {
    const interner = new Interner<readonly number[]>(String);
    expect(() => interner.numberOf([1])).toThrow("not interned");
  });
});
