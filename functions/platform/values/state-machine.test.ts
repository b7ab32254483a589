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
  expect(door.enter("SHUT", "LOCKED")).toBe("LOCKED");
});

test("a state that may not follow is refused, naming both states and what may follow", () => {
  const refusal = refusalOf(() => door.enter("OPEN", "LOCKED"));
  expect(refusal).toBeInstanceOf(ProblemError);
  expect(refusal).toMatchObject({
    problem: invalidStateTransition,
    message: "The door is OPEN and cannot become LOCKED. From OPEN it can become SHUT or GONE.",
  });
});

test("a final state says that it is final", () => {
  expect(() => door.enter("GONE", "OPEN")).toThrow("The door is GONE and cannot become OPEN. GONE is final.");
});

test("staying in a state is no transition", () => {
  expect(door.allows("OPEN", "OPEN")).toBe(false);
  expect(() => door.enter("OPEN", "OPEN")).toThrow("cannot become OPEN");
});
