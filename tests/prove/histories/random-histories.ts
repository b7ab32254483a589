import fc from "fast-check";
import { emptyResult, increment, type JobResult, maxWaits } from "../runs/jobs.ts";
import type { EngineConfig } from "../runs/run-scenario.ts";
import { type HistoryPlan, historyPlans } from "./history-plan.ts";
import { type PlayedHistory, playHistory } from "./play-history.ts";

/** Histories by their seeds, one after the other; one that breaks something is made as small as it can be. */
export async function runRandomHistories(
  from: number,
  count: number,
  engine: EngineConfig,
  stopsEarly = false,
): Promise<JobResult> {
  const result = emptyResult();
  for (let seed = from; seed < from + count; seed++) {
    const played = await play(historyPlanFrom(seed), engine);
    increment(result.runs, "random histories");
    result.calls += played.calls;
    result.longestWaits = maxWaits(result.longestWaits, { "random histories": played.longestWait });
    for (const kind of played.faults) increment(result.faults, `random histories | ${kind}`);
    if (played.violations.length === 0) continue;
    const smallest = stopsEarly ? historyPlanFrom(seed) : await shrink(seed, engine);
    result.failedRuns.push({
      where: `history ${seed}`,
      details: JSON.stringify(smallest),
      violations: [...played.violations],
    });
    if (stopsEarly) break;
  }
  return result;
}

/** The history that belongs to a seed. */
export function historyPlanFrom(seed: number): HistoryPlan {
  const [history] = fc.sample(historyPlans, { seed, numRuns: 1 });
  if (!history) throw new Error(`The seed ${seed} has no history.`);
  return history;
}

async function shrink(seed: number, engine: EngineConfig): Promise<HistoryPlan> {
  const holds = fc.asyncProperty(
    historyPlans,
    async (history) => (await play(history, engine)).violations.length === 0,
  );
  const { counterexample } = await fc.check(holds, { seed, numRuns: 1, interruptAfterTimeLimit: 120_000 });
  return counterexample?.[0] ?? historyPlanFrom(seed);
}

/** What the world itself cannot go on with is a violation too. */
async function play(history: HistoryPlan, engine: EngineConfig): Promise<PlayedHistory> {
  try {
    return await playHistory(history, engine);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { violations: [{ invariant: "the run ends", detail }], calls: 0, faults: [], longestWait: 0 };
  }
}
