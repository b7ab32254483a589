import type { Violation } from "../invariants/check.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { type Call, type FaultKind, faultsOf, spellCall } from "../world/call.ts";
import type { DeliveryMode } from "../world/delivery-modes.ts";
import { countOne, longer, type Result } from "./jobs.ts";
import { type Circumstances, type Ground, type Run, runScenario } from "./run-scenario.ts";

/** A fault at the so-many-th call, and which call that has to be: a run that is not the probe's repetition is no proof. */
export interface Strike {
  readonly number: number;
  readonly kind: FaultKind;
  readonly at: string;
}

/** Everything that tells one run of a scenario from another. */
export interface Plight {
  readonly insists: boolean;
  readonly delivery: DeliveryMode;
  readonly strikes: readonly Strike[];
}

/** Nothing goes wrong. */
export const quiet: Plight = { insists: true, delivery: "usual", strikes: [] };

/** How deliveries go wrong. */
export const MODES: readonly DeliveryMode[] = ["duplicated", "reordered", "one by one", "delayed", "lost"];

/** Which runs of all that are enumerated: every `of`-th is ours, from the `part`-th. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** Those of a list that are in a share. */
export function inShare<One>(all: readonly One[], { part, of }: Share): readonly One[] {
  return all.filter((_, index) => index % of === part);
}

/** What can strike a run's calls, from the so-many-th on. */
export function strikesIn(
  calls: readonly Call[],
  kindsOf: (call: Call) => readonly FaultKind[] = faultsOf,
  from = 1,
): Strike[] {
  return calls.flatMap((call, index) =>
    index + 1 < from ? [] : kindsOf(call).map((kind) => ({ number: index + 1, kind, at: spellCall(call) })),
  );
}

/** Plays a scenario so. */
export async function play(
  scenario: Scenario,
  { insists, delivery, strikes }: Plight,
  ground: Ground,
  repeats = true,
): Promise<Run> {
  const astray: Violation[] = [];
  const plan: Circumstances["plan"] = (number, call) => {
    const strike = strikes.find((one) => one.number === number);
    if (!strike) return undefined;
    if (strike.at === spellCall(call)) return strike.kind;
    astray.push({ invariant: "runs repeat", detail: `call ${number} was ${strike.at}, and is ${spellCall(call)}` });
    return undefined;
  };
  const run = await runScenario(scenario, { insists, delivery, plan, repeats }, ground);
  return { ...run, violations: [...astray, ...run.violations] };
}

const HOW_MANY = ["no fault", "one fault", "two faults"];

/** Enters a run in a result. */
export function count(result: Result, { name }: Scenario, plight: Plight, run: Run): void {
  const { strikes, delivery } = plight;
  countOne(result.runs, name);
  result.calls += run.calls.length;
  for (const operation of run.operations) countOne(result.operations, operation);
  for (const { kind } of strikes) countOne(result.strikes, `${name} | ${kind}`);
  if (delivery !== "usual") countOne(result.strikes, `${name} | delivery: ${delivery}`);
  else if (strikes.length === 0) countOne(result.strikes, `${name} | no fault`);
  const faults = strikes.length + (delivery === "usual" ? 0 : 1);
  if (faults === 2) countOne(result.counts, "runs with a pair");
  result.longestWaits = longer(result.longestWaits, { [HOW_MANY[faults] ?? "more"]: run.longestWait });
  if (run.violations.length > 0)
    result.broken.push({ where: name, plight: JSON.stringify(plight), violations: [...run.violations] });
}
