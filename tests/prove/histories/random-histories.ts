import fc from "fast-check";
import { countOne, longer, noResult, type Result } from "../runs/jobs.ts";
import type { Ground } from "../runs/run-scenario.ts";
import { type History, histories } from "./history.ts";
import { type Played, playHistory } from "./play-history.ts";

/** Histories by their seeds, one after the other; one that breaks something is made as small as it can be. */
export async function randomHistories(
  from: number,
  count: number,
  ground: Ground,
  stopsEarly = false,
): Promise<Result> {
  const result = noResult();
  for (let seed = from; seed < from + count; seed++) {
    const played = await play(historyOf(seed), ground);
    countOne(result.runs, "random histories");
    result.calls += played.calls;
    result.longestWaits = longer(result.longestWaits, { "random histories": played.longestWait });
    for (const kind of played.struck) countOne(result.strikes, `random histories | ${kind}`);
    if (played.violations.length === 0) continue;
    const smallest = stopsEarly ? historyOf(seed) : await shrink(seed, ground);
    result.broken.push({
      where: `history ${seed}`,
      plight: JSON.stringify(smallest),
      violations: [...played.violations],
    });
    if (stopsEarly) break;
  }
  return result;
}

/** The history that belongs to a seed. */
export function historyOf(seed: number): History {
  const [history] = fc.sample(histories, { seed, numRuns: 1 });
  if (!history) throw new Error(`The seed ${seed} has no history.`);
  return history;
}

async function shrink(seed: number, ground: Ground): Promise<History> {
  const holds = fc.asyncProperty(histories, async (history) => (await play(history, ground)).violations.length === 0);
  const { counterexample } = await fc.check(holds, { seed, numRuns: 1, interruptAfterTimeLimit: 120_000 });
  return counterexample?.[0] ?? historyOf(seed);
}

/** What the world itself cannot go on with is a violation too. */
async function play(history: History, ground: Ground): Promise<Played> {
  try {
    return await playHistory(history, ground);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { violations: [{ invariant: "the run ends", detail }], calls: 0, struck: [], longestWait: 0 };
  }
}
