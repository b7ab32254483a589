import type { Rule } from "../../../functions/audit/rules/rule.ts";
import type { IdleReport } from "../world/run-until-idle.ts";
import { unhandledRejections } from "../world/unhandled-rejections.ts";
import type { World } from "../world/world.ts";
import { answerInvariants, retryCompletes } from "./answers.ts";
import { backorderInvariants, nobodyIsOvertaken } from "./backorders.ts";
import { eventInvariants } from "./events.ts";
import { historyIn, historyInvariants } from "./history.ts";
import { moneyInvariants } from "./money.ts";
import { orderInvariants } from "./orders.ts";
import { productInvariants } from "./products.ts";
import { reservationInvariants } from "./reservations.ts";
import { stockInvariants, stockIsListed } from "./stock.ts";
import type { StoredState } from "./stored-state.ts";

/** An invariant that does not hold, with the detail. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

/** Invariants of the table's items alone. */
export const storedInvariants: readonly Rule<StoredState>[] = [
  ...productInvariants,
  ...stockInvariants,
  ...backorderInvariants,
  ...reservationInvariants,
  ...orderInvariants,
  ...moneyInvariants,
];

const allWorkFinishes: Rule<IdleReport> = {
  name: "all work finishes",
  sentence:
    "within two hours nothing is left to do, whatever happened; after an error that Stripe saves, within two hours of the " +
    "time at which it has forgotten the key",
  check: ({ unfinished }) => unfinished,
};

const nextSweepResumes: Rule<IdleReport> = {
  name: "the next sweep resumes what is due",
  sentence: "what is due is resumed within one sweeper period, plus one for each fault in the sweeper itself",
  check: ({ overdue }) => overdue,
};

const nothingParkedOrDead: Rule<World> = {
  name: "no record is parked and no message is dead",
  sentence: "no stream record is parked and no message ends in a dead-letter queue, unless it is poison",
  check: ({ parked, deliveries }) => [
    ...parked.filter((body) => !body.includes("poison")).map((body) => `parked: ${body.slice(0, 200)}`),
    ...deliveries.deadLetters.filter((body) => !body.includes("poison")).map((body) => `dead: ${body.slice(0, 200)}`),
  ],
};

const neverHeldTwice: Rule<World> = {
  name: "money is never held twice",
  sentence: "with Stripe as the provider, no two payments of an order hold money at once, not even for a moment",
  check: ({ stripe }) => [...(stripe?.irregularities ?? [])],
};

const noUnhandledRejection: Rule<readonly string[]> = {
  name: "no unhandled rejection",
  sentence: "no function leaves a rejected promise unhandled, which would end its process",
  check: (errors) => errors,
};

/** Every invariant with its sentence, for the report. */
export const allInvariants: readonly { name: string; sentence: string }[] = [
  ...storedInvariants,
  stockIsListed,
  ...historyInvariants,
  ...eventInvariants,
  ...answerInvariants,
  retryCompletes,
  allWorkFinishes,
  nextSweepResumes,
  nobodyIsOvertaken,
  nothingParkedOrDead,
  neverHeldTwice,
  noUnhandledRejection,
  {
    name: "repeated requests change nothing",
    sentence: "a request that is sent again with its key changes no item",
  },
  {
    name: "a serial order explains all responses",
    sentence: "the responses to concurrent clients are those of some order of the same requests, one after the other",
  },
];

/** Checks a world at rest and its items. */
export function violationsIn(world: World, rest: IdleReport, stored: StoredState): Violation[] {
  const history = historyIn(world.deliveries.records);
  const { published, requests } = world;
  const answers = { stored, requests, history };
  return [
    ...broken(storedInvariants, stored),
    ...(world.losesMessages ? [] : broken([stockIsListed], stored)),
    ...broken(historyInvariants, history),
    ...broken(eventInvariants, { history, published }),
    ...broken(answerInvariants, answers),
    ...(world.injectedFaults.length <= 1 ? broken([retryCompletes], answers) : []),
    ...broken([allWorkFinishes, nextSweepResumes], rest),
    ...broken([nobodyIsOvertaken, nothingParkedOrDead, neverHeldTwice], world),
    ...broken([noUnhandledRejection], unhandledRejections),
  ];
}

function broken<Subject>(invariants: readonly Rule<Subject>[], subject: Subject): Violation[] {
  return invariants.flatMap(({ name, check }) => check(subject).map((detail) => ({ invariant: name, detail })));
}
