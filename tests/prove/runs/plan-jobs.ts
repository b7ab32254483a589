import { mutations } from "../mutations/all.ts";
import { scenarios, stripeScenarios } from "../scenarios/all.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Provider } from "../world/providers.ts";
import type { Job } from "./jobs.ts";

/** Which pairs of faults run: every n-th first fault, each with every n-th later fault. */
export interface FaultPairs {
  readonly firstsOneIn: number;
  readonly secondsOneIn: number;
}

/** Which single faults run. 1: all; n: every n-th, beginning with another one each night; 0: none. */
export interface SingleFaults {
  readonly mainOneIn: number;
  readonly othersOneIn: number;
}

/** How much of the proof runs. */
export interface ProofSize {
  readonly singleFaults: SingleFaults;
  readonly faultPairs: FaultPairs | undefined;
  readonly histories: number;
  /** As the three above, with Stripe as the payment provider. */
  readonly stripe: {
    readonly singleFaults: SingleFaults;
    readonly faultPairs: FaultPairs | undefined;
    readonly histories: number;
  };
  /** Orders placed under conflict. */
  readonly conflicts: number;
  /** 1: all mutations; n: every n-th; 0: none. */
  readonly mutationsOneIn: number;
  /** The first seed of the random histories: others each night. */
  readonly seed: number;
  /** The night, counted: where not all single faults run, it says which. */
  readonly night: number;
}

export const FULL: ProofSize = {
  singleFaults: { mainOneIn: 1, othersOneIn: 2 },
  faultPairs: { firstsOneIn: 4, secondsOneIn: 8 },
  histories: 2_500,
  stripe: {
    singleFaults: { mainOneIn: 1, othersOneIn: 2 },
    faultPairs: { firstsOneIn: 8, secondsOneIn: 8 },
    histories: 500,
  },
  conflicts: 4_000,
  mutationsOneIn: 1,
  seed: 1,
  night: 0,
};

/** The part that `npm test` runs. */
export const BOUNDED: ProofSize = {
  singleFaults: { mainOneIn: 16, othersOneIn: 16 },
  faultPairs: { firstsOneIn: 24, secondsOneIn: 24 },
  histories: 300,
  stripe: {
    singleFaults: { mainOneIn: 48, othersOneIn: 48 },
    faultPairs: { firstsOneIn: 96, secondsOneIn: 96 },
    histories: 60,
  },
  conflicts: 300,
  mutationsOneIn: 24,
  seed: 1,
  night: 0,
};

const SHARES = 4;
const HISTORIES_PER_JOB = 50;
const ORDERS_PER_JOB = 500;
const HISTORIES_PER_MUTATION = 300;

/** The jobs in order: the most effective first, short ones last, so that all processes end at about the same time. */
export function planJobs(size: ProofSize): Job[] {
  const { stripe } = size;
  const conflicts = Array.from({ length: Math.ceil(size.conflicts / ORDERS_PER_JOB) }, (_, index): Job => {
    const orders = Math.min(ORDERS_PER_JOB, size.conflicts - index * ORDERS_PER_JOB);
    return { kind: "conflicts", orders, seed: size.seed + index };
  });
  return [
    ...singleFaultJobs(scenarios, size.singleFaults, size.night),
    ...singleFaultJobs(stripeScenarios, stripe.singleFaults, size.night),
    ...faultPairJobs(scenarios, size.faultPairs),
    ...faultPairJobs(stripeScenarios, stripe.faultPairs),
    ...historyJobs("sandbox", size.seed, size.histories),
    ...historyJobs("stripe", size.seed, stripe.histories),
    ...conflicts,
    ...mutationJobs(size),
  ];
}

function singleFaultJobs(among: readonly Scenario[], { mainOneIn, othersOneIn }: SingleFaults, night: number): Job[] {
  return among.flatMap(({ name, isMain }): Job[] => {
    const oneIn = isMain ? mainOneIn : othersOneIn;
    const job = { kind: "single faults", scenario: name } as const;
    if (oneIn === 1) return Array.from({ length: SHARES }, (_, part) => ({ ...job, part, of: SHARES, offset: 0 }));
    return oneIn === 0 ? [] : [{ ...job, part: 0, of: oneIn, offset: night }];
  });
}

function faultPairJobs(among: readonly Scenario[], pairs: FaultPairs | undefined): Job[] {
  if (!pairs) return [];
  return among
    .filter(({ isMain }) => isMain)
    .map(({ name }): Job => ({ kind: "pairs of faults", scenario: name, ...pairs }));
}

function historyJobs(provider: Provider, seed: number, histories: number): Job[] {
  return Array.from({ length: Math.ceil(histories / HISTORIES_PER_JOB) }, (_, index): Job => {
    const first = index * HISTORIES_PER_JOB;
    const count = Math.min(HISTORIES_PER_JOB, histories - first);
    return { kind: "histories", from: seed + first, count, provider };
  });
}

function mutationJobs({ mutationsOneIn }: ProofSize): Job[] {
  return mutations
    .filter(({ secondLine }) => secondLine === undefined)
    .filter((_, index) => mutationsOneIn > 0 && index % mutationsOneIn === 0)
    .map(
      ({ name, scenarios: likely }): Job => ({
        kind: "mutation",
        mutation: name,
        scenarios: [...likely],
        histories: HISTORIES_PER_MUTATION,
      }),
    );
}
