import { describe, expect, test } from "vitest";
import { explore, type Protocol } from "./explorer.ts";

/** A counter that steps as it is told, and rests where it is told. */
function counter(next: Readonly<Record<number, readonly number[]>>, rests: number, wrong?: number): Protocol<number> {
  return {
    start: 0,
    steps: (state) => (next[state] ?? []).map((to) => [`to ${to}`, to] as const),
    key: String,
    violation: (state) => (state === wrong ? `${state} is wrong` : undefined),
    isAtRest: (state) => state === rests,
  };
}

describe("the explorer", () => {
  test("visits each state once, however many ways lead there", () => {
    expect(explore(counter({ 0: [1, 2], 1: [3], 2: [3] }, 3))).toEqual({ states: 4, atRest: 1 });
  });

  test("shows the shortest way to what is wrong", () => {
    const { violation } = explore(counter({ 0: [1, 2], 1: [3], 2: [5], 3: [4], 4: [5] }, 5, 5));
    expect(violation).toEqual({ why: "5 is wrong", trace: ["to 2", "to 5"] });
  });

  test("finds a state that cannot come to rest any more, also where it only goes in circles", () => {
    const { violation } = explore(counter({ 0: [1, 2], 2: [3], 3: [2] }, 1));
    expect(violation).toEqual({ why: "can never come to rest", trace: ["to 2"] });
  });
});
