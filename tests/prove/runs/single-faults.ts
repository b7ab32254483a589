import type { Scenario } from "../scenarios/scenario.ts";
import { noResult, type Result } from "./jobs.ts";
import { count, inShare, MODES, type Plight, play, quiet, type Share, strikesIn } from "./plight.ts";
import type { Ground, Run } from "./run-scenario.ts";

/**
 * Every fault at every call, and every way of delivering. Where a client asked again, once more with clients that go
 * away after the first try; where none did, that run would be the same.
 */
export async function singleFaults(
  scenario: Scenario,
  share: Share,
  ground: Ground,
  stopsEarly = false,
): Promise<Result> {
  const result = noResult();
  const probe = await play(scenario, quiet, ground);
  if (share.part === 0) count(result, scenario, quiet, withEnd(scenario, probe));
  const struck = strikesIn(probe.calls).map((strike): Plight => ({ ...quiet, strikes: [strike] }));
  const plights = [...struck, ...MODES.map((delivery): Plight => ({ ...quiet, delivery }))];
  for (const plight of inShare(plights, share)) {
    const run = await play(scenario, plight, ground);
    count(result, scenario, plight, run);
    if (run.isAskedAgain) {
      const leaving = { ...plight, insists: false };
      count(result, scenario, leaving, await play(scenario, leaving, ground));
    }
    if (stopsEarly && result.broken.length > 0) break;
  }
  return result;
}

function withEnd({ ends }: Scenario, run: Run): Run {
  const as = (end: readonly string[]) => end.toSorted().join("; ");
  if (as(run.end) === as(ends)) return run;
  const detail = `it ends with ${as(run.end)}, not with ${as(ends)}`;
  return { ...run, violations: [...run.violations, { invariant: "the scenario does what it says", detail }] };
}
