/** A protocol to explore: its first state, its steps, its violations. */
export interface Protocol<State> {
  readonly start: State;
  /** Every possible next step, each with a sentence for the trace. */
  readonly steps: (state: State) => Iterable<Step<State>>;
  /** Equal for equal states only. */
  readonly key: (state: State) => string;
  /** What is wrong with a state; undefined if nothing is. */
  readonly violation: (state: State) => string | undefined;
  /** What is wrong with a step; undefined if nothing is. */
  readonly stepViolation?: (before: State, after: State) => string | undefined;
  /** Whether nothing is left to do. */
  readonly isAtRest: (state: State) => boolean;
  /** Kinds of steps that may never happen: no state needs one of them to come to rest. */
  readonly mayNeverHappen?: readonly string[];
  /** What else must stay possible. */
  readonly goals?: readonly Goal<State>[];
}

/** A step; its kind matters only to `mayNeverHappen`, and is left out where it always happens in the end. */
export type Step<State> = readonly [sentence: string, next: State, kind?: string];

/** From every state that is concerned a path leads to a state where it is reached, without steps of some kinds. */
export interface Goal<State> {
  /** What is wrong where no path leads there. */
  readonly otherwise: string;
  readonly concerns: (state: State) => boolean;
  readonly isReached: (state: State) => boolean;
  /** Kinds of steps that the path may not need. */
  readonly without: readonly string[];
}

export interface Exploration {
  readonly states: number;
  readonly atRest: number;
  /** There were more states than allowed: not all were visited. */
  readonly gaveUp?: true;
  /** The first violation, which has the shortest trace; or a state from which a goal cannot be reached. */
  readonly violation?: { readonly why: string; readonly trace: readonly string[] };
}

/** Visits every state that can be reached, breadth first, and stops at the first violation. */
export function explore<State>(protocol: Protocol<State>, maxStates: number = Number.POSITIVE_INFINITY): Exploration {
  const goals: readonly Goal<State>[] = [restGoal(protocol), ...(protocol.goals ?? [])];
  const members = goals.map(() => ({ concerned: [] as number[], reached: [] as number[] }));
  const numbers = new Map<string, number>();
  const parents: number[] = [];
  const sentences: string[] = [];
  const edges = new Edges();
  let queue: State[] = [];
  let first = 0;
  let atRest = 0;

  const traceTo = (number: number): string[] => {
    const trace: string[] = [];
    for (let at = number; at > 0; at = parents[at] ?? 0) trace.push(sentences[at] ?? "");
    return trace.reverse();
  };
  const result = (why?: string, trace: readonly string[] = []): Exploration => ({
    states: numbers.size,
    atRest,
    ...(why !== undefined && { violation: { why, trace } }),
  });
  /** The number of a state, and what is wrong with it if it is new. */
  const visit = (state: State, parent: number, sentence: string): { number: number; why?: string | undefined } => {
    const key = protocol.key(state);
    const known = numbers.get(key);
    if (known !== undefined) return { number: known };
    const number = numbers.size;
    numbers.set(key, number);
    parents.push(parent);
    sentences.push(sentence);
    queue.push(state);
    if (protocol.isAtRest(state)) atRest += 1;
    for (const [index, goal] of goals.entries()) {
      if (goal.concerns(state)) members[index]?.concerned.push(number);
      if (goal.isReached(state)) members[index]?.reached.push(number);
    }
    return { number, why: protocol.violation(state) };
  };

  const { why } = visit(protocol.start, 0, "");
  if (why !== undefined) return result(why);
  while (queue.length > 0) {
    const layer = queue;
    queue = [];
    for (const [index, state] of layer.entries()) {
      const from = first + index;
      for (const [sentence, next, kind] of protocol.steps(state)) {
        const visited = visit(next, from, sentence);
        edges.add(from, visited.number, kind);
        const why = visited.why ?? protocol.stepViolation?.(state, next);
        if (why !== undefined) return result(why, [...traceTo(from), sentence]);
      }
    }
    first += layer.length;
    if (numbers.size > maxStates) return { ...result(), gaveUp: true };
  }
  for (const [index, { otherwise, without }] of goals.entries()) {
    const { concerned = [], reached = [] } = members[index] ?? {};
    const canReach = edges.canReach(numbers.size, reached, without);
    const stuck = concerned.find((number) => canReach[number] === 0);
    if (stuck !== undefined) return result(otherwise, traceTo(stuck));
  }
  return result();
}

function restGoal<State>({ isAtRest, mayNeverHappen }: Protocol<State>): Goal<State> {
  return {
    otherwise: "can never come to rest",
    concerns: () => true,
    isReached: isAtRest,
    without: mayNeverHappen ?? [],
  };
}

/** Every step from one state to another, in numbers. */
class Edges {
  readonly #froms: number[] = [];
  readonly #tos: number[] = [];
  readonly #kinds: number[] = [];
  readonly #kindNumbers = new Map<string | undefined, number>();

  add(from: number, to: number, kind: string | undefined): void {
    if (from === to) return;
    let number = this.#kindNumbers.get(kind);
    if (number === undefined) {
      number = this.#kindNumbers.size;
      this.#kindNumbers.set(kind, number);
    }
    this.#froms.push(from);
    this.#tos.push(to);
    this.#kinds.push(number);
  }

  /** Marks the states from which a path leads to one of these, without these kinds of steps; found by going backwards. */
  canReach(states: number, targets: readonly number[], without: readonly string[]): Uint8Array {
    const left = new Set(without.map((kind) => this.#kindNumbers.get(kind)));
    const newestEdge = new Int32Array(states).fill(-1);
    const olderEdge = new Int32Array(this.#froms.length);
    for (let edge = 0; edge < this.#froms.length; edge += 1) {
      if (left.has(this.#kinds[edge])) continue;
      const to = this.#tos[edge] ?? 0;
      olderEdge[edge] = newestEdge[to] ?? -1;
      newestEdge[to] = edge;
    }
    const canReach = new Uint8Array(states);
    for (const number of targets) canReach[number] = 1;
    const toVisit = [...targets];
    for (let number = toVisit.pop(); number !== undefined; number = toVisit.pop()) {
      for (let edge = newestEdge[number] ?? -1; edge >= 0; edge = olderEdge[edge] ?? -1) {
        const from = this.#froms[edge] ?? 0;
        if (canReach[from] === 1) continue;
        canReach[from] = 1;
        toVisit.push(from);
      }
    }
    return canReach;
  }
}
