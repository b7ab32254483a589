import type { Rest } from "../world/run-until-idle.ts";
import { unhandled } from "../world/unhandled-rejections.ts";
import type { World } from "../world/world.ts";
import { answerInvariants, retryFinishes } from "./answers.ts";
import type { Books, Invariant } from "./books.ts";
import { eventInvariants } from "./events.ts";
import { historyIn, historyInvariants } from "./history.ts";
import { moneyInvariants } from "./money.ts";
import { orderInvariants } from "./orders.ts";
import { stockInvariants } from "./stock.ts";

/** An invariant that does not hold, and where. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

/** What the table's items alone can show: the pure part, for whoever has the items. */
export const storedInvariants: readonly Invariant<Books>[] = [
  ...stockInvariants,
  ...orderInvariants,
  ...moneyInvariants,
];

const comesToRest: Invariant<Rest> = {
  name: "everything comes to rest",
  sentence: "within two hours nothing is left to be done, whatever happened",
  check: ({ unfinished }) => unfinished,
};

const inTime: Invariant<Rest> = {
  name: "nothing waits longer than a sweep",
  sentence:
    "what is due is carried on within one sweeper period, and one more for each fault that strikes the sweeper itself",
  check: ({ overdue }) => overdue,
};

const nothingSpills: Invariant<World> = {
  name: "nothing is parked or dead",
  sentence: "no record is parked and no message ends in a dead-letter queue, unless it is poison",
  check: ({ parked, deliveries }) => [
    ...parked.filter((body) => !body.includes("poison")).map((body) => `parked: ${body.slice(0, 200)}`),
    ...deliveries.deadLetters.filter((body) => !body.includes("poison")).map((body) => `dead: ${body.slice(0, 200)}`),
  ],
};

const nothingForgotten: Invariant<readonly string[]> = {
  name: "no error is forgotten",
  sentence: "no function leaves a failed promise behind, which would end its process",
  check: (errors) => errors,
};

/** Every invariant with its sentence, for the report. */
export const allInvariants: readonly { name: string; sentence: string }[] = [
  ...storedInvariants,
  ...historyInvariants,
  ...eventInvariants,
  ...answerInvariants,
  retryFinishes,
  comesToRest,
  inTime,
  nothingSpills,
  nothingForgotten,
  {
    name: "a repetition changes nothing",
    sentence: "every request sent again under its key leaves every item as it is",
  },
  {
    name: "some serial order explains it",
    sentence: "what concurrent clients were answered is what one after the other would be",
  },
];

/** Looks at a world at rest, and at its books. */
export function violationsIn(world: World, rest: Rest, books: Books): Violation[] {
  const history = historyIn(world.deliveries.records);
  const { published, exchanged } = world;
  const answers = { books, exchanged, history };
  return [
    ...broken(storedInvariants, books),
    ...broken(historyInvariants, history),
    ...broken(eventInvariants, { history, published }),
    ...broken(answerInvariants, answers),
    ...(world.struck.length <= 1 ? broken([retryFinishes], answers) : []),
    ...broken([comesToRest, inTime], rest),
    ...broken([nothingSpills], world),
    ...broken([nothingForgotten], unhandled),
  ];
}

function broken<Subject>(invariants: readonly Invariant<Subject>[], subject: Subject): Violation[] {
  return invariants.flatMap(({ name, check }) => check(subject).map((detail) => ({ invariant: name, detail })));
}
