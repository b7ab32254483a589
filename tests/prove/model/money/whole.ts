import { type Exploration, explore } from "../explorer.ts";
import { moneyProtocol } from "./money-protocol.ts";
import { crossScenarios, SCENARIO_NAMES, SCENARIOS, type Scenario, type ScenarioName } from "./scenarios.ts";

/** A scenario to explore, or two at once. */
export interface ModelJob {
  readonly name: string;
  readonly scenario: Scenario;
  /** How many functions run at once. */
  readonly functions: number;
}

/** Explored with every test run; the others are part of the whole. */
export const QUICK_SCENARIOS: readonly ScenarioName[] = [
  "by hand",
  "placing, stock",
  "stock",
  "disputes",
  "one call",
  "skew",
  "elsewhere",
  "keys",
  "keys, parcels",
  "parcels",
  "action",
  "no answer",
  "no answer, paid again",
  "no answer, parcels",
];

/** Small enough to be explored with a third function. */
const WITH_THREE_FUNCTIONS: readonly ScenarioName[] = [
  "by hand",
  "placing, stock",
  "stock",
  "disputes",
  "one call",
  "skew",
  "keys",
];

/** What may happen in one of them, all at once. */
const CROSSED: readonly (readonly [ScenarioName, ScenarioName])[] = [
  ["one call", "by hand"],
  ["one call", "keys"],
  ["one call", "keys, parcels"],
  ["one call", "stock"],
  ["stock", "keys"],
  ["stock", "parcels"],
  ["stock", "skew"],
  ["stock", "disputes"],
  ["stock", "no answer"],
  ["stock", "placing, stock"],
  ["disputes", "keys"],
  ["disputes", "elsewhere"],
  ["disputes", "action"],
  ["disputes", "no answer"],
  ["keys", "elsewhere"],
  ["keys", "no answer"],
  ["action", "keys"],
  ["action", "elsewhere"],
  ["by hand", "elsewhere"],
  ["by hand", "disputes"],
  ["by hand", "no answer"],
];

/** Everything that can be explored within minutes, the smallest first. */
export const WHOLE_MODEL: readonly ModelJob[] = [
  ...SCENARIO_NAMES.map((name) => ({ name, scenario: SCENARIOS[name], functions: 2 })),
  ...WITH_THREE_FUNCTIONS.map((name) => ({
    name: `${name}, three functions`,
    scenario: SCENARIOS[name],
    functions: 3,
  })),
  ...CROSSED.map(([one, other]) => ({
    name: `${one} + ${other}`,
    scenario: crossScenarios(SCENARIOS[one], SCENARIOS[other]),
    functions: 2,
  })),
];

export interface JobResult extends Exploration {
  readonly name: string;
  readonly seconds: number;
}

export function exploreJob({ name, scenario, functions }: ModelJob): JobResult {
  const began = performance.now();
  const exploration = explore(moneyProtocol(scenario, undefined, functions));
  return { ...exploration, name, seconds: (performance.now() - began) / 1_000 };
}

/** Explores everything, one job after the other. */
export function* exploreWhole(): Generator<JobResult> {
  for (const job of WHOLE_MODEL) yield exploreJob(job);
}
