import type { Scenario } from "../scenarios/scenario.ts";
import {
  countRun,
  FAULTY_DELIVERIES,
  type FaultCase,
  inShare,
  NO_FAULTS,
  possibleFaults,
  runFaultCase,
  type Share,
} from "./fault-case.ts";
import { emptyResult, type JobResult } from "./jobs.ts";
import type { EngineConfig, ScenarioRun } from "./run-scenario.ts";

/**
 * Every fault at every call, and every way of delivering. Where a client asked again, once more with clients that go
 * away after the first try; where none did, that run would be the same.
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
  const withFault = possibleFaults(withoutFault.calls).map((fault): FaultCase => ({ ...NO_FAULTS, faults: [fault] }));
  const faultCases = [...withFault, ...FAULTY_DELIVERIES.map((delivery): FaultCase => ({ ...NO_FAULTS, delivery }))];
  for (const faultCase of inShare(faultCases, share)) {
    const run = await runFaultCase(scenario, faultCase, engine);
    countRun(result, scenario, faultCase, run);
    if (run.hasRetries) {
      const withoutRetries = { ...faultCase, clientsRetry: false };
      countRun(result, scenario, withoutRetries, await runFaultCase(scenario, withoutRetries, engine));
    }
    if (stopsEarly && result.failedRuns.length > 0) break;
  }
  return result;
}

function checkEnd({ endStates }: Scenario, run: ScenarioRun): ScenarioRun {
  const as = (end: readonly string[]) => end.toSorted().join("; ");
  if (as(run.end) === as(endStates)) return run;
  const detail = `it ends with ${as(run.end)}, not with ${as(endStates)}`;
  return { ...run, violations: [...run.violations, { invariant: "the scenario does what it says", detail }] };
}
