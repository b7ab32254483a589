import type { Violation } from "../invariants/check.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { type Call, describeCall, type FaultKind, faultsOf } from "../world/call.ts";
import type { DeliveryMode } from "../world/delivery-modes.ts";
import { increment, type JobResult, maxWaits } from "./jobs.ts";
import { type EngineConfig, runScenario, type ScenarioOptions, type ScenarioRun } from "./run-scenario.ts";

/** A fault at the so-many-th call, and which call that has to be: a run that is not the probe's repetition is no proof. */
export interface PlannedFault {
  readonly callNumber: number;
  readonly kind: FaultKind;
  readonly at: string;
}

/** Everything that tells one run of a scenario from another. */
export interface FaultCase {
  readonly clientsRetry: boolean;
  readonly delivery: DeliveryMode;
  readonly faults: readonly PlannedFault[];
}

/** Nothing goes wrong. */
export const NO_FAULTS: FaultCase = { clientsRetry: true, delivery: "usual", faults: [] };

/** How deliveries go wrong. */
export const FAULTY_DELIVERIES: readonly DeliveryMode[] = ["duplicated", "reordered", "one by one", "delayed", "lost"];

/** Which runs of all that are enumerated: every `of`-th is ours, from the `part`-th. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** Those of a list that are in a share. */
export function inShare<One>(all: readonly One[], { part, of }: Share): readonly One[] {
  return all.filter((_, index) => index % of === part);
}

/** What can fault a run's calls, from the so-many-th on. */
export function possibleFaults(
  calls: readonly Call[],
  kindsOf: (call: Call) => readonly FaultKind[] = faultsOf,
  from = 1,
): PlannedFault[] {
  return calls.flatMap((call, index) =>
    index + 1 < from ? [] : kindsOf(call).map((kind) => ({ callNumber: index + 1, kind, at: describeCall(call) })),
  );
}

/** Plays a scenario so. */
export async function runFaultCase(
  scenario: Scenario,
  { clientsRetry, delivery, faults }: FaultCase,
  engine: EngineConfig,
  repeatsRequests = true,
): Promise<ScenarioRun> {
  const deviations: Violation[] = [];
  const plan: ScenarioOptions["plan"] = (number, call) => {
    const fault = faults.find((one) => one.callNumber === number);
    if (!fault) return undefined;
    if (fault.at === describeCall(call)) return fault.kind;
    deviations.push({
      invariant: "runs repeat",
      detail: `call ${number} was ${fault.at}, and is ${describeCall(call)}`,
    });
    return undefined;
  };
  const run = await runScenario(scenario, { clientsRetry, delivery, plan, repeatsRequests }, engine);
  return { ...run, violations: [...deviations, ...run.violations] };
}

const FAULT_COUNTS = ["no fault", "one fault", "two faults"];

/** Enters a run in a result. */
export function countRun(result: JobResult, { name }: Scenario, faultCase: FaultCase, run: ScenarioRun): void {
  const { faults, delivery } = faultCase;
  increment(result.runs, name);
  result.calls += run.calls.length;
  for (const operation of run.operations) increment(result.operations, operation);
  for (const { kind } of faults) increment(result.faults, `${name} | ${kind}`);
  if (delivery !== "usual") increment(result.faults, `${name} | delivery: ${delivery}`);
  else if (faults.length === 0) increment(result.faults, `${name} | no fault`);
  const faultCount = faults.length + (delivery === "usual" ? 0 : 1);
  if (faultCount === 2) increment(result.counts, "runs with a pair");
  result.longestWaits = maxWaits(result.longestWaits, { [FAULT_COUNTS[faultCount] ?? "more"]: run.longestWait });
  if (run.violations.length > 0)
    result.failedRuns.push({ where: name, details: JSON.stringify(faultCase), violations: [...run.violations] });
}
