import { mutations } from "../mutations/all.ts";
import { scenarios } from "../scenarios/all.ts";
import type { Job } from "./jobs.ts";

/** How much is to be proved. */
export interface Extent {
  /** Of how many shares of the single faults one is taken: 1 for all, 0 for none. */
  readonly singlesOneOf: number;
  /** Of how many shares of the first faults, and of the second ones, one is taken: 1 for all pairs, 0 for none. */
  readonly pairsOneOf: number;
  readonly histories: number;
  /** Orders placed under conflict. */
  readonly conflicts: number;
  /** Of how many mutations one is tried; 0 for none. */
  readonly mutationsOneOf: number;
  /** Where seeds begin. */
  readonly seed: number;
}

export const WHOLE: Extent = {
  singlesOneOf: 1,
  pairsOneOf: 1,
  histories: 10_000,
  conflicts: 4_000,
  mutationsOneOf: 1,
  seed: 1,
};

/** What `npm test` has time for. */
export const BOUNDED: Extent = {
  singlesOneOf: 8,
  pairsOneOf: 16,
  histories: 300,
  conflicts: 300,
  mutationsOneOf: 16,
  seed: 1,
};

const SHARES = 4;
const HISTORIES_A_JOB = 50;
const ORDERS_A_JOB = 500;
const HISTORIES_A_HUNT = 300;

/** The jobs: what finds most first, and the short ones at the end, so that all processes are done at once. */
export function plan(extent: Extent): Job[] {
  const shares = extent.singlesOneOf === 1 ? SHARES : 1;
  const singles = (extent.singlesOneOf === 0 ? [] : scenarios).flatMap(({ name }) =>
    Array.from({ length: shares }, (_, part): Job => {
      const of = extent.singlesOneOf === 1 ? SHARES : extent.singlesOneOf;
      return { kind: "single faults", scenario: name, part, of };
    }),
  );
  const pairs = scenarios
    .filter(({ isMain }) => isMain && extent.pairsOneOf > 0)
    .map(({ name }): Job => ({ kind: "pairs of faults", scenario: name, part: 0, of: extent.pairsOneOf }));
  const histories = Array.from({ length: Math.ceil(extent.histories / HISTORIES_A_JOB) }, (_, index): Job => {
    const first = index * HISTORIES_A_JOB;
    return { kind: "histories", from: extent.seed + first, count: Math.min(HISTORIES_A_JOB, extent.histories - first) };
  });
  const conflicts = Array.from({ length: Math.ceil(extent.conflicts / ORDERS_A_JOB) }, (_, index): Job => {
    const orders = Math.min(ORDERS_A_JOB, extent.conflicts - index * ORDERS_A_JOB);
    return { kind: "conflicts", orders, seed: extent.seed + index };
  });
  return [...singles, ...pairs, ...histories, ...conflicts, ...hunts(extent)];
}

/** A hunt for each mutation. */
function hunts({ mutationsOneOf }: Extent): Job[] {
  return mutations
    .filter(({ secondLine }) => secondLine === undefined)
    .filter((_, index) => mutationsOneOf > 0 && index % mutationsOneOf === 0)
    .map(
      ({ name, scenarios: likely }): Job => ({
        kind: "hunt",
        mutation: name,
        scenarios: [...likely],
        histories: HISTORIES_A_HUNT,
      }),
    );
}
