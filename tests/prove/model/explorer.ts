/** A protocol to explore: its first state, its steps, its violations. */
export interface Protocol<State> {
  readonly start: State;
  /** Every possible next step, each with a sentence for the trace. */
  readonly steps: (state: State) => Iterable<Step<State>>;
  /** Equal for equal states only. */
  readonly key: (state: State) => string;
  /** What is wrong with a state, or with the step that led to it; undefined if nothing is. */
  readonly violation: (state: State, before: State | undefined) => string | undefined;
  /** Whether nothing is left to do. */
  readonly isAtRest: (state: State) => boolean;
}

export type Step<State> = readonly [sentence: string, next: State];

export interface Exploration {
  readonly states: number;
  readonly atRest: number;
  /** The first violation, which has the shortest trace; or a state that can never come to rest. */
  readonly violation?: { readonly why: string; readonly trace: readonly string[] };
}

/** Visits every state that can be reached, breadth first, and stops at the first violation. */
export function explore<State>(protocol: Protocol<State>): Exploration {
  const numbers = new Map<string, number>();
  const parents: number[] = [];
  const sentences: string[] = [];
  const resting: number[] = [];
  const edges: number[] = [];
  let queue: State[] = [];
  let first = 0;

  const traceTo = (number: number): string[] => {
    const trace: string[] = [];
    for (let at = number; at > 0; at = parents[at] ?? 0) trace.push(sentences[at] ?? "");
    return trace.reverse();
  };
  const result = (why?: string, trace: readonly string[] = []): Exploration => ({
    states: numbers.size,
    atRest: resting.length,
    ...(why !== undefined && { violation: { why, trace } }),
  });
  const visit = (state: State, parent: number, sentence: string): number => {
    const key = protocol.key(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(key, number);
    parents.push(parent);
    sentences.push(sentence);
    queue.push(state);
    if (protocol.isAtRest(state)) resting.push(number);
    return number;
  };

  visit(protocol.start, 0, "");
  const wrong = protocol.violation(protocol.start, undefined);
  if (wrong !== undefined) return result(wrong);
  while (queue.length > 0) {
    const layer = queue;
    queue = [];
    for (const [index, state] of layer.entries()) {
      const from = first + index;
      for (const [sentence, next] of protocol.steps(state)) {
        const to = visit(next, from, sentence);
        edges.push(from, to);
        const why = protocol.violation(next, state);
        if (why !== undefined) return result(why, [...traceTo(from), sentence]);
      }
    }
    first += layer.length;
  }
  const stuck = firstThatCannotRest(numbers.size, edges, resting);
  return stuck === undefined ? result() : result("can never come to rest", traceTo(stuck));
}

/** The first state from which no path leads to a state at rest; found by going backwards from the states at rest. */
function firstThatCannotRest(states: number, edges: readonly number[], resting: readonly number[]): number | undefined {
  const newestEdge = new Int32Array(states).fill(-1);
  const olderEdge = new Int32Array(edges.length);
  for (let edge = 0; edge < edges.length; edge += 2) {
    const to = edges[edge + 1] ?? 0;
    olderEdge[edge] = newestEdge[to] ?? -1;
    newestEdge[to] = edge;
  }
  const canRest = new Uint8Array(states);
  const toVisit = [...resting];
  for (const number of resting) canRest[number] = 1;
  for (let number = toVisit.pop(); number !== undefined; number = toVisit.pop()) {
    for (let edge = newestEdge[number] ?? -1; edge >= 0; edge = olderEdge[edge] ?? -1) {
      const from = edges[edge] ?? 0;
      if (canRest[from] === 1) continue;
      canRest[from] = 1;
      toVisit.push(from);
    }
  }
  const stuck = canRest.indexOf(0);
  return stuck < 0 ? undefined : stuck;
}
