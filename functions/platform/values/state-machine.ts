import { problem, problemError } from "./problems.ts";

export const invalidStateTransition = problem(
  409,
  "invalid_state_transition",
  "The resource is in a state that does not allow this request.",
);

/** For each state the states that may follow it. */
export type Transitions<State extends string> = { readonly [from in State]: readonly State[] };

/** The states of one entity and their transitions, as data. */
export class StateMachine<State extends string> {
  readonly entity: string;
  readonly transitions: Transitions<State>;
  /** The states in which an entity may be created. */
  readonly starts: readonly State[];

  constructor(entity: string, transitions: Transitions<State>, starts: readonly State[]) {
    this.entity = entity;
    this.transitions = transitions;
    this.starts = starts;
  }

  allows(from: State, to: State): boolean {
    return this.transitions[from].includes(to);
  }

  /** The new state. @throws 409 `invalid_state_transition`, naming both states and which state must come first. */
  transition(from: State, to: State): State {
    requireAllowed(this, from, to);
    return to;
  }

  /** What has to happen before the transition, where anything can. */
  advice(from: State, to: State): string[] {
    const first = this.#statesAfter(from).find((state) => this.allows(state, to));
    if (first !== undefined) return [`It must become ${first} first.`];
    const before: string[] = [];
    for (const state in this.transitions) if (this.allows(state, to)) before.push(state);
    return before.length > 0 ? [`That is possible only from ${before.join(" or ")}.`] : [];
  }

  /** All states that can be reached, the nearest first. */
  #statesAfter(from: State): State[] {
    const reached = new Set(this.transitions[from]);
    for (const state of reached) for (const next of this.transitions[state]) reached.add(next);
    return [...reached];
  }
}

function requireAllowed<State extends string>(machine: StateMachine<State>, from: State, to: State): void {
  if (machine.allows(from, to)) return;
  const detail = `The ${machine.entity} is ${from} and cannot become ${to}.`;
  throw problemError(invalidStateTransition, [detail, ...machine.advice(from, to)].join(" "));
}
