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
import type { EngineConfig, ScenarioRun } from "./run-scenario.ts";

/** One in so many runs also sends every request again in the end; every run with a single fault does. */
const REPEAT_EVERY = 5;

/** What a fault leaves behind that the calls after it do not tell; each other kind leaves something of its own. */
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
 * Every pair of faults: each fault that can hit a run, and then each that can hit what follows from it; and each
 * fault while deliveries go wrong. First faults after which the same is done, the same calls follow and the same is
 * reached are one first fault; those that only put a call off are none.
 */
export async function runFaultPairs(scenario: Scenario, share: Share, engine: EngineConfig): Promise<JobResult> {
  const result = emptyResult();
  for (const { faultCase, run, from } of await firstFaults(scenario, share, engine)) {
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
  /** The first call that the second fault can hit. */
  readonly from: number;
}

/** What the second fault comes upon: the runs with one fault that are not alike, and those with deliveries gone wrong. */
async function firstFaults(scenario: Scenario, share: Share, engine: EngineConfig): Promise<FirstFault[]> {
  const runCase = (faultCase: FaultCase) => runFaultCase(scenario, faultCase, engine, false);
  const { calls, end } = await runCase(NO_FAULTS);
  const different = new Map<string, FirstFault>();
  const addFirstFault = async (fault: PlannedFault, clientsRetry: boolean): Promise<ScenarioRun> => {
    const faultCase = { ...NO_FAULTS, clientsRetry, faults: [fault] };
    const run = await runCase(faultCase);
    const outcome = CALL_OUTCOME[fault.kind] ?? fault.kind;
    const rest = describeRest(run.calls.slice(fault.callNumber), run.end);
    // Where a call was only put off, and then all goes as if nothing had been: a second fault would be a single one.
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

/** Of faults that tell a function that nothing was done, and differ in what they are called, one. */
function kindsForPairs(call: Call): readonly FaultKind[] {
  const kinds = faultsOf(call);
  const named: readonly FaultKind[] = ["throttled", "timeout before", "server error", "conflict"];
  const [kept] = named.filter((kind) => kinds.includes(kind));
  return kinds.filter((kind) => kind === kept || !named.includes(kind));
}
