import type { Scenario } from "../scenarios/scenario.ts";
import { type Call, type FaultKind, faultsOf, spellCall } from "../world/call.ts";
import { noResult, type Result } from "./jobs.ts";
import { count, inShare, MODES, type Plight, play, quiet, type Share, type Strike, strikesIn } from "./plight.ts";
import type { Ground, Run } from "./run-scenario.ts";

/** One in so many runs also sends every request again in the end; every run with a single fault does. */
const REPEATED = 5;

/** What a fault leaves behind that the calls after it do not tell; each other kind leaves something of its own. */
const AFTERMATH: Readonly<Partial<Record<FaultKind, string>>> = {
  "crash before": "not done",
  throttled: "not done",
  conflict: "not done",
  "timeout before": "not done",
  "server error": "not done",
  "crash after": "done",
  "timeout after": "done",
};

/**
 * Every pair of faults: each fault that can strike a run, and then each that can strike what follows from it; and each
 * fault while deliveries go wrong. First faults after which the same is done, the same calls follow and the same is
 * reached are one first fault; those that only put a call off are none.
 */
export async function faultPairs(scenario: Scenario, share: Share, ground: Ground): Promise<Result> {
  const result = noResult();
  for (const { plight, run, from } of await beginnings(scenario, share, ground)) {
    for (const strike of inShare(strikesIn(run.calls, kindsInPairs, from), share)) {
      const both = { ...plight, strikes: [...plight.strikes, strike] };
      const repeats = (result.runs[scenario.name] ?? 0) % REPEATED === 0;
      count(result, scenario, both, await play(scenario, both, ground, repeats));
    }
  }
  return result;
}

interface Beginning {
  readonly plight: Plight;
  readonly run: Run;
  /** The first call that the second fault can strike. */
  readonly from: number;
}

/** What the second fault comes upon: the runs with one fault that are not alike, and those with deliveries gone wrong. */
async function beginnings(scenario: Scenario, share: Share, ground: Ground): Promise<Beginning[]> {
  const alone = (plight: Plight) => play(scenario, plight, ground, false);
  const { calls, end } = await alone(quiet);
  const unlike = new Map<string, Beginning>();
  const enter = async (strike: Strike, insists: boolean): Promise<Run> => {
    const plight = { ...quiet, insists, strikes: [strike] };
    const run = await alone(plight);
    const aftermath = AFTERMATH[strike.kind] ?? strike.kind;
    const future = spellFuture(run.calls.slice(strike.number), run.end);
    // Where a call was only put off, and then all goes as if nothing had been: a second fault would be a single one.
    const isOver =
      (aftermath === "not done" && future === spellFuture(calls.slice(strike.number - 1), end)) ||
      (aftermath === "stalled" && future === spellFuture(calls.slice(strike.number), end));
    const key = `${aftermath} ${future}`;
    if (!isOver && !unlike.has(key)) unlike.set(key, { plight, run, from: strike.number + 1 });
    return run;
  };
  for (const strike of inShare(strikesIn(calls, kindsInPairs), share)) {
    const { isAskedAgain } = await enter(strike, true);
    if (isAskedAgain) await enter(strike, false);
  }
  const delivered: Beginning[] = [];
  for (const delivery of MODES) {
    const plight = { ...quiet, delivery };
    delivered.push({ plight, run: await alone(plight), from: 1 });
  }
  return [...unlike.values(), ...delivered];
}

function spellFuture(calls: readonly Call[], end: readonly string[]): string {
  return JSON.stringify([calls.map(spellCall), end]);
}

/** Of faults that tell a function that nothing was done, and differ in what they are called, one. */
function kindsInPairs(call: Call): readonly FaultKind[] {
  const kinds = faultsOf(call);
  const named: readonly FaultKind[] = ["throttled", "timeout before", "server error", "conflict"];
  const [kept] = named.filter((kind) => kinds.includes(kind));
  return kinds.filter((kind) => kind === kept || !named.includes(kind));
}
