import { describe, expect, test } from "vitest";
import { explore, type Protocol } from "./explorer.ts";

/** A counter with these steps, at rest in this state; one state may be wrong. */
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
  test("several paths to a state: visited once", () => {
    expect(explore(counter({ 0: [1, 2], 1: [3], 2: [3] }, 3))).toEqual({ states: 4, atRest: 1 });
  });

  test("wrong state: the shortest trace to it", () => {
    const { violation } = explore(counter({ 0: [1, 2], 1: [3], 2: [5], 3: [4], 4: [5] }, 5, 5));
    expect(violation).toEqual({ why: "5 is wrong", trace: ["to 2", "to 5"] });
  });

  test("state that can never come to rest, also in a cycle: found", () => {
    const { violation } = explore(counter({ 0: [1, 2], 2: [3], 3: [2] }, 1));
    expect(violation).toEqual({ why: "can never come to rest", trace: ["to 2"] });
  });
});
