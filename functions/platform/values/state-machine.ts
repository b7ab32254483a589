import { problem, refuse } from "./problems.ts";

export const invalidStateTransition = problem(
  409,
  "invalid_state_transition",
  "What was asked for does not fit the state that the resource is in.",
);

/** For each state the states that may follow it. */
export type Transitions<State extends string> = { readonly [from in State]: readonly State[] };

/** One entity's states as data: the guard, the API's enum, the allowed actions and the diagram all come from it. */
export class StateMachine<State extends string> {
  readonly entity: string;
  readonly transitions: Transitions<State>;

  constructor(entity: string, transitions: Transitions<State>) {
    this.entity = entity;
    this.transitions = transitions;
  }

  allows(from: State, to: State): boolean {
    return this.transitions[from].includes(to);
  }

  /** The new state. @throws 409 `invalid_state_transition`, naming both states. */
  enter(from: State, to: State): State {
    if (this.allows(from, to)) return to;
    const possible = this.transitions[from];
    const next = possible.length > 0 ? `From ${from} it can become ${possible.join(" or ")}.` : `${from} is final.`;
    throw refuse(invalidStateTransition, `The ${this.entity} is ${from} and cannot become ${to}. ${next}`);
  }
}
