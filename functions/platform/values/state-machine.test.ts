import { expect, test } from "vitest";
import { ProblemError } from "./problems.ts";
import { invalidStateTransition, StateMachine } from "./state-machine.ts";

const door = new StateMachine<"OPEN" | "SHUT" | "LOCKED" | "GONE">("door", {
  OPEN: ["SHUT", "GONE"],
  SHUT: ["OPEN", "LOCKED"],
  LOCKED: ["SHUT"],
  GONE: [],
});

function refusalOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test("a state that may follow is entered", () => {
  expect(door.transition("SHUT", "LOCKED")).toBe("LOCKED");
});

test("a state that may not follow is refused, naming both states and which must come first", () => {
  const refusal = refusalOf(() => door.transition("OPEN", "LOCKED"));
  expect(refusal).toBeInstanceOf(ProblemError);
  expect(refusal).toMatchObject({
    problem: invalidStateTransition,
    message: "The door is OPEN and cannot become LOCKED. It must become SHUT first.",
  });
});

test("a state that cannot follow any more is refused, naming from where it can be entered", () => {
  expect(() => door.transition("GONE", "OPEN")).toThrow(
    "The door is GONE and cannot become OPEN. That is possible only from SHUT.",
  );
});

test("staying in a state is no transition", () => {
  expect(door.allows("OPEN", "OPEN")).toBe(false);
  expect(() => door.transition("OPEN", "OPEN")).toThrow("cannot become OPEN");
});
