import { randomHistories } from "../histories/random-histories.ts";
import { CONDITION } from "../mutations/mutation.ts";
import { scenarioNamed, scenarios } from "../scenarios/all.ts";
import { removeCondition } from "../world/removed-conditions.ts";
import { type Job, noResult, type Result, together } from "./jobs.ts";
import type { Ground } from "./run-scenario.ts";
import { singleFaults } from "./single-faults.ts";

/** How many shares a scenario's runs are cut into: a broken one is often among the first of one of them. */
const SHARES = 6;

/**
 * Looks for a run that breaks while something that should keep it right is missing: first where it is most likely to
 * be seen, then everywhere in part. The first one is enough.
 */
export async function hunt(job: Extract<Job, { kind: "hunt" }>, ground: Ground): Promise<Result> {
  if (job.mutation.startsWith(CONDITION)) job.mutation.slice(CONDITION.length).split(" + ").forEach(removeCondition);
  let result = noResult();
  const likely = job.scenarios.map(scenarioNamed);
  const others = scenarios.filter(({ name }) => !job.scenarios.includes(name));
  for (const { among, shares } of [
    { among: likely, shares: SHARES },
    { among: others, shares: 2 },
  ]) {
    for (let part = 0; part < shares; part++) {
      for (const scenario of among) {
        result = together(result, await singleFaults(scenario, { part, of: SHARES }, ground, true));
        if (result.broken.length > 0) return result;
      }
    }
    result = together(result, await randomHistories(1, job.histories, ground, true));
    if (result.broken.length > 0) return result;
  }
  return result;
}
