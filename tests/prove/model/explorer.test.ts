import { describe, expect, test } from "vitest";
import { explore, type Protocol, type Step } from "./explorer.ts";

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

  test("step that may never happen: no state needs it to come to rest", () => {
    const protocol = counter({ 0: [1], 1: [2] }, 2);
    const optional: Protocol<number> = {
      ...protocol,
      steps: (state) => (state === 1 ? [["to 2", 2, "person"]] : protocol.steps(state)),
      mayNeverHappen: ["person"],
    };
    expect(explore(protocol).violation).toBeUndefined();
    expect(explore(optional).violation).toEqual({ why: "can never come to rest", trace: [] });
  });

  test("goal that cannot be reached without a kind of step: found", () => {
    const goal = {
      otherwise: "2 waits",
      concerns: (state: number) => state > 0,
      isReached: (state: number) => state === 2,
    };
    const steps = (state: number): Step<number>[] => (state === 2 ? [] : [[`to ${state + 1}`, state + 1, "answer"]]);
    const protocol = { ...counter({}, 2), steps };
    expect(explore({ ...protocol, goals: [{ ...goal, without: [] }] }).violation).toBeUndefined();
    expect(explore({ ...protocol, goals: [{ ...goal, without: ["answer"] }] }).violation).toEqual({
      why: "2 waits",
      trace: ["to 1"],
    });
  });

  test("wrong step between states that are not wrong: found", () => {
    const { violation } = explore({
      ...counter({ 0: [1], 1: [0] }, 1),
      stepViolation: (before, after) => (after < before ? "counts down" : undefined),
    });
    expect(violation).toEqual({ why: "counts down", trace: ["to 1", "to 0"] });
  });

  test("more states than allowed: gives up", () => {
    expect(explore(counter({ 0: [1], 1: [2], 2: [3] }, 3), 2).gaveUp).toBe(true);
  });

  test("state that can never come to rest, also in a cycle: found", () => {
    const { violation } = explore(counter({ 0: [1, 2], 2: [3], 3: [2] }, 1));
    expect(violation).toEqual({ why: "can never come to rest", trace: ["to 2"] });
  });
});
