import type { Scenario } from "../scenarios/scenario.ts";
import { type Call, describeCall, type FaultKind, faultsOf } from "../world/call.ts";
import {
  countRun,
  FAULTY_DELIVERIES,
  type FaultCase,
  type FaultRun,
  inShare,
  NO_FAULTS,
  possibleFaults,
  runFaultCase,
  type Share,
} from "./fault-case.ts";
import { emptyResult, type JobResult } from "./jobs.ts";
import type { EngineConfig } from "./run-scenario.ts";

/** Every n-th run with a fault repeats all requests at the end. */
const REPEAT_EVERY = 3;

/** While a scenario waits, a sweep is as good as the next: of the same call, so many meet faults. */
const MAX_SAME_CALLS = 6;

/**
 * Runs a scenario with every fault at every call, or at every call to the provider, and with every faulty delivery. If a client retried, the run is
 * repeated with clients that do not retry.
 */
export async function runSingleFaults(
  scenario: Scenario,
  share: Share,
  engine: EngineConfig,
  stopsEarly = false,
): Promise<JobResult> {
  const result = emptyResult();
  const withoutFault = await runFaultCase(scenario, NO_FAULTS, engine);
  if (share.part === 0) countRun(result, scenario, NO_FAULTS, checkEnd(scenario, withoutFault));
  const faults = possibleFaults(withoutFault.calls, kindsFor(scenario));
  const withFault = faults.map((fault): FaultCase => ({ ...NO_FAULTS, faults: [fault] }));
  const faultCases = [...withFault, ...FAULTY_DELIVERIES.map((delivery): FaultCase => ({ ...NO_FAULTS, delivery }))];
  for (const [index, faultCase] of inShare(faultCases, share).entries()) {
    const repeats = index % REPEAT_EVERY === 0;
    const run = await runFaultCase(scenario, faultCase, engine, repeats);
    countRun(result, scenario, faultCase, run);
    if (run.hasRetries) {
      const withoutRetries = { ...faultCase, clientsRetry: false };
      countRun(result, scenario, withoutRetries, await runFaultCase(scenario, withoutRetries, engine, repeats));
    }
    if (stopsEarly && result.failedRuns.length > 0) break;
  }
  return result;
}

/** The faults that are injected at each call of a run, asked in its order. */
function kindsFor({ faultsAtProviderOnly = false }: Scenario): (call: Call) => readonly FaultKind[] {
  const seen = new Map<string, number>();
  return (call) => {
    const described = describeCall(call);
    const times = (seen.get(described) ?? 0) + 1;
    seen.set(described, times);
    const isLeftOut = times > MAX_SAME_CALLS || (faultsAtProviderOnly && call.method === undefined);
    return isLeftOut ? [] : faultsOf(call);
  };
}

function checkEnd({ endStates }: Scenario, run: FaultRun): FaultRun {
  const as = (end: readonly string[]) => end.toSorted().join("; ");
  if (as(run.end) === as(endStates)) return run;
  const detail = `ends with ${as(run.end)}, expected ${as(endStates)}`;
  return { ...run, violations: [...run.violations, { invariant: "the scenario ends as declared", detail }] };
}
