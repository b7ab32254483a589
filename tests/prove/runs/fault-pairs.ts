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
 * reached are one first fault.
 */
export async function faultPairs(scenario: Scenario, share: Share, ground: Ground): Promise<Result> {
  const result = noResult();
  const tryOut = async (plight: Plight): Promise<Run> => {
    const repeats = (result.runs[scenario.name] ?? 0) % REPEATED === 0;
    const run = await play(scenario, plight, ground, repeats);
    count(result, scenario, plight, run);
    return run;
  };
  for (const { plight, run, from } of await beginnings(scenario, share, ground)) {
    for (const strike of inShare(strikesIn(run.calls, kindsInPairs, from), share)) {
      const both = { ...plight, strikes: [...plight.strikes, strike] };
      const { isAskedAgain } = await tryOut(both);
      if (isAskedAgain && both.insists && !run.isAskedAgain) await tryOut({ ...both, insists: false });
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
  const { calls } = await alone(quiet);
  const unlike = new Map<string, Beginning>();
  const enter = async (strike: Strike, insists: boolean): Promise<Run> => {
    const plight = { ...quiet, insists, strikes: [strike] };
    const run = await alone(plight);
    const future = JSON.stringify([
      AFTERMATH[strike.kind] ?? strike.kind,
      run.calls.slice(strike.number).map(spellCall),
      run.end,
    ]);
    if (!unlike.has(future)) unlike.set(future, { plight, run, from: strike.number + 1 });
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

/** Of faults that tell a function that nothing was done, and differ in what they are called, one. */
function kindsInPairs(call: Call): readonly FaultKind[] {
  const kinds = faultsOf(call);
  const named: readonly FaultKind[] = ["throttled", "timeout before", "server error", "conflict"];
  const [kept] = named.filter((kind) => kinds.includes(kind));
  return kinds.filter((kind) => kind === kept || !named.includes(kind));
}
