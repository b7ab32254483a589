import fc from "fast-check";
import { emptyResult, increment, type JobResult, maxWaits } from "../runs/jobs.ts";
import type { EngineConfig } from "../runs/run-scenario.ts";
import { type HistoryPlan, historyPlans } from "./history-plan.ts";
import { type PlayedHistory, playHistory } from "./play-history.ts";

/** Runs the histories of consecutive seeds; a history that fails is shrunk to a small one that also fails. */
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
    for (const access of played.neededAccess) increment(result.access, access);
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

export function historyPlanFrom(seed: number): HistoryPlan {
  const [history] = fc.sample(historyPlans, { seed, numRuns: 1 });
  if (!history) throw new Error(`No history for seed ${seed}.`);
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

/** An error of the run counts as a violation, too. */
async function play(history: HistoryPlan, engine: EngineConfig): Promise<PlayedHistory> {
  try {
    return await playHistory(history, engine);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const violations = [{ invariant: "the run completes", detail }];
    return { violations, calls: 0, faults: [], neededAccess: new Set(), longestWait: 0 };
  }
}
