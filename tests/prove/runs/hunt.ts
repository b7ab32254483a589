import { randomHistories } from "../histories/random-histories.ts";
import { CONDITION } from "../mutations/mutation.ts";
import { scenarioNamed, scenarios } from "../scenarios/all.ts";
import { removeCondition } from "../world/removed-conditions.ts";
import { singleFaults } from "./fault-runs.ts";
import { type Job, noResult, type Result, together } from "./jobs.ts";
import type { Ground } from "./run-scenario.ts";

/** How many shares a scenario's runs are cut into: a broken one is often among the first of one of them. */
const SHARES = 6;

/**
 * Looks for a run that breaks while something that should keep it right is missing: first where it is most likely to
 * be seen, then everywhere. The first one is enough.
 */
export async function hunt(job: Extract<Job, { kind: "hunt" }>, ground: Ground): Promise<Result> {
  if (job.mutation.startsWith(CONDITION)) removeCondition(job.mutation.slice(CONDITION.length));
  let result = noResult();
  const likely = job.scenarios.map(scenarioNamed);
  for (const group of [likely, scenarios.filter(({ name }) => !job.scenarios.includes(name))]) {
    for (let part = 0; part < SHARES; part++) {
      for (const scenario of group) {
        result = together(result, await singleFaults(scenario, { part, of: SHARES, stopsEarly: true }, ground));
        if (result.broken.length > 0) return result;
      }
    }
    result = together(result, await randomHistories(1, job.histories, ground, true));
    if (result.broken.length > 0) return result;
  }
  return result;
}
