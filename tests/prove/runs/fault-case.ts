import type { Violation } from "../invariants/check.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { type Call, describeCall, type FaultKind, faultsOf } from "../world/call.ts";
import type { DeliveryMode } from "../world/delivery-modes.ts";
import { increment, type JobResult, maxWaits } from "./jobs.ts";
import { type EngineConfig, runScenario, type ScenarioOptions, type ScenarioRun } from "./run-scenario.ts";

/** A fault at one call of a run. `at` describes the expected call: if the run makes another one, it is not repeatable. */
export interface PlannedFault {
  readonly callNumber: number;
  readonly kind: FaultKind;
  readonly at: string;
}

/** The conditions of one run of a scenario. */
export interface FaultCase {
  readonly clientsRetry: boolean;
  readonly delivery: DeliveryMode;
  readonly faults: readonly PlannedFault[];
}

export const NO_FAULTS: FaultCase = { clientsRetry: true, delivery: "usual", faults: [] };

export const FAULTY_DELIVERIES: readonly DeliveryMode[] = ["duplicated", "reordered", "one by one", "delayed", "lost"];

/** Every `of`-th run of an enumeration, starting at `part`; so many earlier, where only one part runs: another one each night. */
export interface Share {
  readonly part: number;
  readonly of: number;
  readonly offset?: number;
}

export function inShare<One>(all: readonly One[], { part, of, offset = 0 }: Share): readonly One[] {
  return all.filter((_, index) => (index + offset) % of === part);
}

/** Every fault that can be injected in a run, from call number `from` on. */
export function possibleFaults(
  calls: readonly Call[],
  kindsOf: (call: Call) => readonly FaultKind[] = faultsOf,
  from = 1,
): PlannedFault[] {
  return calls.flatMap((call, index) =>
    index + 1 < from ? [] : kindsOf(call).map((kind) => ({ callNumber: index + 1, kind, at: describeCall(call) })),
  );
}

/** Two actors may rarely come in another order than in the run before: then the fault would strike another call. */
const MAX_DEVIATIONS = 3;

export interface FaultRun extends ScenarioRun {
  /** How many runs went another way than the one that the faults were planned on, and were made again. */
  readonly deviated: number;
}

/** Runs a scenario with these faults; where it goes another way than planned, again. */
export async function runFaultCase(
  scenario: Scenario,
  faultCase: FaultCase,
  engine: EngineConfig,
  repeatsRequests = true,
): Promise<FaultRun> {
  for (let deviated = 0; ; deviated++) {
    const { deviations, ...run } = await runOnce(scenario, faultCase, engine, repeatsRequests);
    const violations = [...deviations, ...run.violations];
    const isRepeated = deviations.length > 0 && run.violations.length === 0 && deviated < MAX_DEVIATIONS;
    if (!isRepeated) return { ...run, violations, deviated };
  }
}

async function runOnce(
  scenario: Scenario,
  { clientsRetry, delivery, faults }: FaultCase,
  engine: EngineConfig,
  repeatsRequests: boolean,
): Promise<ScenarioRun & { readonly deviations: readonly Violation[] }> {
  const deviations: Violation[] = [];
  const plan: ScenarioOptions["plan"] = (number, call) => {
    const fault = faults.find((one) => one.callNumber === number);
    if (!fault) return undefined;
    if (fault.at === describeCall(call)) return fault.kind;
    deviations.push({
      invariant: "runs are repeatable",
      detail: `call ${number} is ${describeCall(call)}, expected ${fault.at}`,
    });
    return undefined;
  };
  const run = await runScenario(scenario, { clientsRetry, delivery, plan, repeatsRequests }, engine);
  return { ...run, deviations };
}

/** What is counted of runs that went another way than planned, and were made again. */
export const DEVIATED = "runs that deviated";

const FAULT_COUNTS = ["no fault", "one fault", "two faults"];

export function countRun(result: JobResult, { name }: Scenario, faultCase: FaultCase, run: FaultRun): void {
  const { faults, delivery } = faultCase;
  increment(result.runs, name);
  result.calls += run.calls.length;
  // Without a fault, so that it tells what the scenario itself asks.
  if (faultCount(faultCase) === 0 && run.calls.some(({ service }) => service === "provider"))
    increment(result.counts, asksProvider(name));
  for (const operation of run.operations) increment(result.operations, operation);
  for (const access of run.neededAccess) increment(result.access, access);
  for (const { kind } of faults) increment(result.faults, `${name} | ${kind}`);
  if (delivery !== "usual") increment(result.faults, `${name} | delivery: ${delivery}`);
  else if (faults.length === 0) increment(result.faults, `${name} | no fault`);
  const count = faultCount(faultCase);
  if (count === 2) increment(result.counts, "runs with a pair");
  for (let times = 0; times < run.deviated; times++) increment(result.counts, DEVIATED);
  result.longestWaits = maxWaits(result.longestWaits, { [FAULT_COUNTS[count] ?? "more"]: run.longestWait });
  if (run.violations.length > 0)
    result.failedRuns.push({ where: name, details: JSON.stringify(faultCase), violations: [...run.violations] });
}

function faultCount({ faults, delivery }: FaultCase): number {
  return faults.length + (delivery === "usual" ? 0 : 1);
}

/** What is counted where a scenario asks the payment provider something after its start. */
export function asksProvider(scenario: string): string {
  return `asks the provider: ${scenario}`;
}
