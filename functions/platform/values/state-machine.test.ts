import { expect, test } from "vitest";
import { ProblemError } from "./problems.ts";
import { invalidStateTransition, StateMachine } from "./state-machine.ts";

const door = new StateMachine<"OPEN" | "SHUT" | "LOCKED" | "GONE">(
  "door",
  { OPEN: ["SHUT", "GONE"], SHUT: ["OPEN", "LOCKED"], LOCKED: ["SHUT"], GONE: [] },
  ["OPEN"],
);

function refusalOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test("allowed transition: returns the new state", () => {
  expect(door.transition("SHUT", "LOCKED")).toBe("LOCKED");
});

test("transition that skips a state: 409 that names both states and the one that must come first", () => {
  const refusal = refusalOf(() => door.transition("OPEN", "LOCKED"));
  expect(refusal).toBeInstanceOf(ProblemError);
  expect(refusal).toMatchObject({
    problem: invalidStateTransition,
    message: "The door is OPEN and cannot become LOCKED. It must become SHUT first.",
  });
});

test("unreachable state: 409 that names the states it can follow", () => {
  expect(() => door.transition("GONE", "OPEN")).toThrow(
    "The door is GONE and cannot become OPEN. That is possible only from SHUT.",
  );
});

test("transition to the same state: 409", () => {
  expect(door.allows("OPEN", "OPEN")).toBe(false);
  expect(() => door.transition("OPEN", "OPEN")).toThrow("cannot become OPEN");
});
