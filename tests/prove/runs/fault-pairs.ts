import type { Scenario } from "../scenarios/scenario.ts";
import { type Call, describeCall, type FaultKind, faultsOf } from "../world/call.ts";
import {
  countRun,
  FAULTY_DELIVERIES,
  type FaultCase,
  inShare,
  NO_FAULTS,
  type PlannedFault,
  possibleFaults,
  runFaultCase,
  type Share,
} from "./fault-case.ts";
import { emptyResult, type JobResult } from "./jobs.ts";
import type { FaultPairs } from "./plan-jobs.ts";
import type { EngineConfig, ScenarioRun } from "./run-scenario.ts";

/** Of the runs with two faults, every n-th repeats all requests at the end. */
const REPEAT_EVERY = 5;

/** What the call did, for faults that differ only in their error; every other fault is an outcome of its own. */
const CALL_OUTCOME: Readonly<Partial<Record<FaultKind, string>>> = {
  "crash before": "not done",
  throttled: "not done",
  conflict: "not done",
  "timeout before": "not done",
  "server error": "not done",
  "crash after": "done",
  "timeout after": "done",
};

/**
 * Runs a scenario with pairs of faults: each first fault with faults at later calls, and each faulty delivery with
 * faults. First faults with the same outcome, the same later calls and the same end count as one; a first fault that
 * only delays a call is not paired. Where not all second faults run, each first fault leaves out others than the one before.
 */
export async function runFaultPairs(
  scenario: Scenario,
  { firstsOneIn, secondsOneIn }: FaultPairs,
  engine: EngineConfig,
): Promise<JobResult> {
  const result = emptyResult();
  const firsts = await firstFaults(scenario, { part: 0, of: firstsOneIn }, engine);
  for (const [index, { faultCase, run, from }] of firsts.entries()) {
    const share = { part: index % secondsOneIn, of: secondsOneIn };
    for (const fault of inShare(possibleFaults(run.calls, kindsForPairs, from), share)) {
      const both = { ...faultCase, faults: [...faultCase.faults, fault] };
      const repeats = (result.runs[scenario.name] ?? 0) % REPEAT_EVERY === 0;
      countRun(result, scenario, both, await runFaultCase(scenario, both, engine, repeats));
    }
  }
  return result;
}

interface FirstFault {
  readonly faultCase: FaultCase;
  readonly run: ScenarioRun;
  /** The first call at which the second fault can be injected. */
  readonly from: number;
}

async function firstFaults(scenario: Scenario, share: Share, engine: EngineConfig): Promise<FirstFault[]> {
  const runCase = (faultCase: FaultCase) => runFaultCase(scenario, faultCase, engine, false);
  const { calls, end } = await runCase(NO_FAULTS);
  const different = new Map<string, FirstFault>();
  const addFirstFault = async (fault: PlannedFault, clientsRetry: boolean): Promise<ScenarioRun> => {
    const faultCase = { ...NO_FAULTS, clientsRetry, faults: [fault] };
    const run = await runCase(faultCase);
    const outcome = CALL_OUTCOME[fault.kind] ?? fault.kind;
    const rest = describeRest(run.calls.slice(fault.callNumber), run.end);
    // The call was only delayed, and the rest is as without a fault: a second fault would be a single one.
    const hasNoConsequence =
      (outcome === "not done" && rest === describeRest(calls.slice(fault.callNumber - 1), end)) ||
      (outcome === "stalled" && rest === describeRest(calls.slice(fault.callNumber), end));
    const key = `${outcome} ${rest}`;
    if (!hasNoConsequence && !different.has(key)) different.set(key, { faultCase, run, from: fault.callNumber + 1 });
    return run;
  };
  for (const fault of inShare(possibleFaults(calls, kindsForPairs), share)) {
    const { hasRetries } = await addFirstFault(fault, true);
    if (hasRetries) await addFirstFault(fault, false);
  }
  const deliveryCases: FirstFault[] = [];
  for (const delivery of FAULTY_DELIVERIES) {
    const faultCase = { ...NO_FAULTS, delivery };
    deliveryCases.push({ faultCase, run: await runCase(faultCase), from: 1 });
  }
  return [...different.values(), ...deliveryCases];
}

function describeRest(calls: readonly Call[], end: readonly string[]): string {
  return JSON.stringify([calls.map(describeCall), end]);
}

/** The faults of a call; of those that report "nothing was done" under different names, only one. */
function kindsForPairs(call: Call): readonly FaultKind[] {
  const kinds = faultsOf(call);
  const named: readonly FaultKind[] = ["throttled", "timeout before", "server error", "conflict"];
  const [kept] = named.filter((kind) => kinds.includes(kind));
  return kinds.filter((kind) => kind === kept || !named.includes(kind));
}
