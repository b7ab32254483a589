import { runRandomHistories } from "../histories/random-histories.ts";
import { CONDITION } from "../mutations/mutation.ts";
import { scenarioNamed, scenarios, stripeScenarios } from "../scenarios/all.ts";
import { removeCondition } from "../world/removed-conditions.ts";
import { emptyResult, type Job, type JobResult, mergeResults } from "./jobs.ts";
import type { EngineConfig } from "./run-scenario.ts";
import { runSingleFaults } from "./single-faults.ts";

/** A scenario's runs are split into shares, because a failed run is often among the first of a share. */
const SHARES = 6;

/**
 * Runs the proof without a guard or condition until a run fails: first the scenarios where this is likely, then a part
 * of all others.
 */
export async function runMutation(job: Extract<Job, { kind: "mutation" }>, engine: EngineConfig): Promise<JobResult> {
  if (job.mutation.startsWith(CONDITION)) job.mutation.slice(CONDITION.length).split(" + ").forEach(removeCondition);
  let result = emptyResult();
  const likely = job.scenarios.map(scenarioNamed);
  const others = [...scenarios, ...stripeScenarios].filter(({ name }) => !job.scenarios.includes(name));
  for (const { among, shares } of [
    { among: likely, shares: SHARES },
    { among: others, shares: 2 },
  ]) {
    for (let part = 0; part < shares; part++) {
      for (const scenario of among) {
        result = mergeResults(result, await runSingleFaults(scenario, { part, of: SHARES }, engine, true));
        if (result.failedRuns.length > 0) return result;
      }
    }
    result = mergeResults(result, await runRandomHistories(1, job.histories, engine, { stopsEarly: true }));
    if (result.failedRuns.length > 0) return result;
  }
  return result;
}
