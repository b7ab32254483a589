import { expect, test } from "vitest";
import { ProblemError } from "../../functions/platform/values/problems.ts";
import { invalidStateTransition, type StateMachine } from "../../functions/platform/values/state-machine.ts";

/** One test per pair of states: a transition of the design succeeds, any other fails with both names in the message. */
export function testEveryTransition<State extends string>(
  machine: StateMachine<State>,
  design: { readonly [from in State]: readonly State[] },
): void {
  const states = Object.keys(machine.transitions).filter((state) => isState(state, design));
  test(`the ${machine.entity}'s states are those of the design`, () => {
    expect(Object.keys(machine.transitions).sort()).toEqual(Object.keys(design).sort());
  });
  for (const from of states) {
    for (const to of states) {
      if (design[from].includes(to)) {
        test(`a ${machine.entity} that is ${from} can become ${to}`, () => {
          expect(machine.transition(from, to)).toBe(to);
        });
        continue;
      }
      test(`a ${machine.entity} that is ${from} cannot become ${to}, and is told so by both names`, () => {
        expect(machine.allows(from, to)).toBe(false);
        expect(() => machine.transition(from, to)).toThrow(ProblemError);
        expect(() => machine.transition(from, to)).toThrow(`The ${machine.entity} is ${from} and cannot become ${to}.`);
        expect(() => machine.transition(from, to)).toThrow(
          expect.objectContaining({ problem: invalidStateTransition, code: "invalid_state_transition" }),
        );
      });
    }
  }
}

function isState<State extends string>(name: string, design: { readonly [from in State]: unknown }): name is State {
  return Object.hasOwn(design, name);
}
