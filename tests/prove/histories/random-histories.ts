import fc from "fast-check";
import { emptyResult, increment, type JobResult, maxWaits } from "../runs/jobs.ts";
import type { EngineConfig } from "../runs/run-scenario.ts";
import type { Provider } from "../world/providers.ts";
import { type HistoryPlan, historyPlans } from "./history-plan.ts";
import { type PlayedHistory, playHistory } from "./play-history.ts";

/** Runs the histories of consecutive seeds; a history that fails is shrunk to a small one that also fails. */
export async function runRandomHistories(
  from: number,
  count: number,
  engine: EngineConfig,
  { provider = "sandbox", stopsEarly = false }: { readonly provider?: Provider; readonly stopsEarly?: boolean } = {},
): Promise<JobResult> {
  const result = emptyResult();
  const name = historiesWith(provider);
  for (let seed = from; seed < from + count; seed++) {
    const played = await play(historyPlanFrom(seed), engine, provider);
    increment(result.runs, name);
    result.calls += played.calls;
    result.longestWaits = maxWaits(result.longestWaits, { [name]: played.longestWait });
    for (const kind of played.faults) increment(result.faults, `${name} | ${kind}`);
    for (const access of played.neededAccess) increment(result.access, access);
    if (played.violations.length === 0) continue;
    const smallest = stopsEarly ? historyPlanFrom(seed) : await shrink(seed, engine, provider);
    result.failedRuns.push({
      where: provider === "sandbox" ? `history ${seed}` : `history ${seed} (${provider})`,
      details: JSON.stringify(smallest),
      violations: [...played.violations],
    });
    if (stopsEarly) break;
  }
  return result;
}

/** What the histories with a provider are called in results. */
export function historiesWith(provider: Provider): string {
  return provider === "sandbox" ? "random histories" : `random histories (${provider})`;
}

export function historyPlanFrom(seed: number): HistoryPlan {
  const [history] = fc.sample(historyPlans, { seed, numRuns: 1 });
  if (!history) throw new Error(`No history for seed ${seed}.`);
  return history;
}

async function shrink(seed: number, engine: EngineConfig, provider: Provider): Promise<HistoryPlan> {
  const holds = fc.asyncProperty(
    historyPlans,
    async (history) => (await play(history, engine, provider)).violations.length === 0,
  );
  const { counterexample } = await fc.check(holds, { seed, numRuns: 1, interruptAfterTimeLimit: 120_000 });
  return counterexample?.[0] ?? historyPlanFrom(seed);
}

/** An error of the run counts as a violation, too. */
async function play(history: HistoryPlan, engine: EngineConfig, provider: Provider): Promise<PlayedHistory> {
  try {
    return await playHistory(history, engine, provider);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const violations = [{ invariant: "the run completes", detail }];
    return { violations, calls: 0, faults: [], neededAccess: new Set(), longestWait: 0 };
  }
}
